import { expect, it } from "vitest"
import { keyOf, toLogin } from "@/lib/links/logins/rules"

it("is told as PostgreSQL keeps it, so that two spellings of one login are one", () => {
  const institution = "erebor_mx_retail"
  expect(toLogin({ institution, institutionUserId: null })).toBeNull()
  expect(toLogin({ institution, institutionUserId: "a\0b\ud800" })).toEqual({
    institution,
    institutionUserId: "ab\ufffd",
  })
  const keys = ["ab", "a\0b"].map((institutionUserId) => toLogin({ institution, institutionUserId }))
  expect(new Set(keys.map((login) => login && keyOf(login))).size).toBe(1)
})
