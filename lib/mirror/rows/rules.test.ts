import { expect, it } from "vitest"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { repeatedLogins } from "@/lib/mirror/rows/rules"
import { toSheet } from "@/lib/mirror/sheets/commands"

it("knows the logins that several links of a sheet have, as the database has them, and none of links without one", () => {
  const logins = ["one", "two", "one", "one", "th\0ree", "three", null, null]
  const sheet = toSheet(logins.map((institutionUserId) => makeLink({ institutionUserId })))
  expect(repeatedLogins(sheet).toSorted()).toEqual(["one", "three"])
})
