import { expect, it } from "vitest"
import { endOfUnanswered, readFailure } from "@/lib/batches/running/rules"
import {
  BelvoApiError,
  BelvoBlocked,
  BelvoNetwork,
  BelvoSchema,
  BelvoThrottled,
  BelvoTimeout,
  BelvoUnauthorized,
} from "@/lib/belvo/errors"

const facts = { method: "POST", path: "/api/links/", code: "some_code", message: "", requestId: "1" } as const
const api = (status: number) => new BelvoApiError({ ...facts, status, issues: [] })

it.each([
  ["a broken line", new BelvoNetwork(facts), "unanswered"],
  ["no answer in time", new BelvoTimeout(facts), "unanswered"],
  ["a 500, which may have come after the deed", api(500), "unanswered"],
  ["a 408", api(408), "unanswered"],
  ["an answer that nobody can read", new BelvoSchema({ ...facts, at: "status" }), "unread"],
  ["throttling", new BelvoThrottled({ ...facts, retryAfterSeconds: 60 }), "not_sent"],
  ["a refused key", new BelvoUnauthorized(facts), "not_sent"],
  ["a refusal of the link", api(400), "refused"],
  ["a firewall", new BelvoBlocked(facts), "refused"],
])("takes %s for what it is", (_what, error, kind) => {
  expect(readFailure(error).kind).toBe(kind)
})

it("believes what can be seen of a link whose answer was lost, and says where nothing can", () => {
  const recurrent = { kind: "access_mode", accessMode: "recurrent" } as const
  expect(endOfUnanswered(recurrent, { accessMode: "recurrent" })).toMatchObject({ state: "done" })
  expect(endOfUnanswered(recurrent, { accessMode: "single" })).toMatchObject({ state: "failed", reason: "not_changed" })
  expect(endOfUnanswered(recurrent, null)).toMatchObject({ state: "unknown" })
  expect(endOfUnanswered({ kind: "refresh" }, { accessMode: "recurrent" })).toMatchObject({ state: "unknown" })
})
