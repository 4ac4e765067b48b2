import { describe, expect, it, test } from "vitest"
import { isCard } from "@/lib/external-ids/cards/rules"
import { isCnpj, isCpf, isCurp, isRfc, isRut } from "@/lib/external-ids/documents/rules"

/** Samples that everybody's documentation shows. */
const samples = [
  ["a CPF", isCpf, "52998224725"],
  ["a CPF", isCpf, "11144477735"],
  ["a CNPJ", isCnpj, "11222333000181"],
  ["a CNPJ with letters", isCnpj, "12ABC34501DE35"],
  ["a CURP", isCurp, "BOXW310820HNERXN09"],
  ["a CURP of somebody born after 1999", isCurp, "XEXX010101HNEXXXA4"],
  ["an RFC", isRfc, "GODE561231GR8"],
  ["an RFC of a company", isRfc, "SAT970701NN3"],
  ["a RUT", isRut, "123456785"],
  ["a RUT", isRut, "11111112K"],
  ["a Visa card", isCard, "4111111111111111"],
  ["a Mastercard", isCard, "5555555555554444"],
  ["an American Express card", isCard, "378282246310005"],
  ["a Diners card", isCard, "30569309025904"],
] as const

describe("check digits", () => {
  test.each(samples)("%s is known", (_name, test, number) => {
    expect(test(number)).toBe(true)
  })

  test.each(samples)("%s with another last digit is none", (_name, test, number) => {
    const others = [..."0123456789K"].filter((char) => char !== number.at(-1))
    expect(others.filter((char) => test(`${number.slice(0, -1)}${char}`))).toEqual([])
  })

  it("do not make a document of one digit repeated", () => {
    expect([isCpf("11111111111"), isCnpj("00000000000000"), isRut("111111111")]).toEqual([false, false, false])
  })
})
