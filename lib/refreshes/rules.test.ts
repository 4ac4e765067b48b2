import { expect, it } from "vitest"
import { coolsDownAt } from "@/lib/refreshes/rules"

const now = new Date("2026-03-01T09:00:00Z")
const waitSeconds = (...rest: Parameters<typeof coolsDownAt>) =>
  (coolsDownAt(...rest).getTime() - now.getTime()) / 1_000

it("waits ten minutes after a refresh, as long as Belvo says after a refusal, and not at all where nothing was refreshed", () => {
  expect(waitSeconds("accepted", now)).toBe(600)
  expect(waitSeconds("cooling_down", now, 7)).toBe(420)
  for (const outcome of ["token_required", "gone", "failed"] as const) expect(waitSeconds(outcome, now)).toBe(0)
})

it("keeps a second request away while the first is being answered", () => {
  expect(waitSeconds("requested", now)).toBe(15)
})
