// @vitest-environment jsdom
import { useTranslations } from "next-intl"
import { describe, expect, it } from "vitest"
import { type Locale, locales } from "@/lib/format"
import { renderApp } from "@/test/render"
import { Num } from "./num"

/** One number alone, in a sentence as it is, and in a sentence that has it for its plural. */
function Alike({ value }: { value: number }) {
  const flags = useTranslations("overview.flags")
  const events = useTranslations("duplicates.group")
  return (
    <>
      <i>
        <Num value={value} />
      </i>
      <i>{flags("orphans", { count: value, more: "no" })}</i>
      <i>{events("members", { count: value, least: "no" })}</i>
    </>
  )
}

const show = async (value: number, locale: Locale) => {
  const { container } = await renderApp(<Alike value={value} />, { locale })
  return Array.from(container.querySelectorAll("i"), ({ textContent }) => /[\d.,]*\d/.exec(textContent ?? "")?.[0])
}

describe("a number", () => {
  it.each(locales)("is written alike in a sentence and beside it, in %s", async (locale) => {
    for (const value of [7, 8_021, 10_021, 1_234_567]) {
      const [alone, ...inside] = await show(value, locale)
      expect(inside).toEqual([alone, alone])
    }
  })

  it("is grouped in Spanish as Mexico does it, from a thousand on", async () => {
    expect(await show(8_021, "es")).toEqual(["8,021", "8,021", "8,021"])
    expect(await show(8_021, "pt-BR")).toEqual(["8.021", "8.021", "8.021"])
  })
})
