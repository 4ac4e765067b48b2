import { describe, expect, it } from "vitest"
import { hashChosenPassword, hashPassword, isPassword } from "@/lib/auth/passwords/commands"

const password = "cavalo bateria correto"

describe("hashPassword", () => {
  it("is argon2id with a salt of its own, at no less than 19 MiB and two passes", async () => {
    const [one, other] = await Promise.all([hashPassword(password), hashPassword(password)])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(other).not.toBe(one)
    expect(await isPassword(one, password)).toBe(true)
    expect(await isPassword(one, `${password} `)).toBe(false)
  })
})

describe("isPassword", () => {
  it("is false where there is no password", async () => {
    expect(await isPassword(null, password)).toBe(false)
  })

  it("takes as long for an account that does not exist", async () => {
    const hash = await hashPassword(password)
    await isPassword(null, password)
    const median = async (given: string | null) => {
      const times: number[] = []
      for (let i = 0; i < 7; i++) {
        const startedAt = performance.now()
        await isPassword(given, password)
        times.push(performance.now() - startedAt)
      }
      return times.toSorted((a, b) => a - b)[3] ?? 0
    }
    expect(await median(null)).toBeGreaterThan((await median(hash)) / 3)
  })
})

describe("hashChosenPassword", () => {
  it("names the field of a password that is too easy", async () => {
    const easy = hashChosenPassword("short", "ana@example.com", "new")
    await expect(easy).rejects.toMatchObject({ code: "INVALID", options: { fields: { new: ["passwordShort"] } } })
  })
})
