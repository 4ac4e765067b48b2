import { expect, it } from "vitest"
import { toLiveRequests } from "@/lib/mirror/search/rules"

const id = "16f68516-e1b1-4e28-8ac1-49d6a665b95d"
const login = "sooE7XJWEKypZJR603ecaWYk-8Ap0oD7Nr1pBQ4eG9c="

it.each([
  ["usr_001204", [{ externalId: "usr_001204" }]],
  [id, [{ id }, { externalId: id }]],
  [id.replaceAll("-", ""), [{ id }, { externalId: id.replaceAll("-", "") }]],
  [login, [{ institutionUserId: login }, { externalId: login }]],
  ["ab", []],
  ["a,b", []],
])("asks Belvo for %s by what it may be", (q, requests) => {
  expect(toLiveRequests(q)).toEqual(requests)
})
