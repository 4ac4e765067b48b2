import { expect, it } from "vitest"
import { isSameOrigin } from "@/lib/same-origin"

const own = "https://enlace.example/"

it.each([
  ["our own page", { "sec-fetch-site": "same-origin", origin: "null" }, true],
  ["another site, whatever it says of its origin", { "sec-fetch-site": "cross-site", origin: "null" }, false],
  ["a sibling of our host", { "sec-fetch-site": "same-site" }, false],
  ["an address that was typed", { "sec-fetch-site": "none" }, false],
  ["an older browser on our page", { origin: "null" }, true],
  ["an older browser that tells its origin", { origin: "https://enlace.example" }, true],
  ["an older browser elsewhere", { origin: "https://evil.example" }, false],
  ["a scanner", {}, false],
])("is asked by %s", (_who, headers: Record<string, string>, expected) => {
  expect(isSameOrigin((name) => headers[name] ?? null, own)).toBe(expected)
})
