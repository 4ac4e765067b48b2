import { nameOf } from "@/bench/institutions"
import { type List, parse } from "@/bench/lists"
import type { Mirror } from "@/bench/mirror"
import { pastDays } from "@/bench/past"
import { listAsOf } from "@/lib/history/as-of/queries"
import type { AsOfParams } from "@/lib/history/as-of/schema"
import { fromCursor } from "@/lib/page"
import { addDays, type Day, toDay } from "@/lib/time"

export type PastList = Omit<List, "params"> & { params: AsOfParams }

/** The last of them lies before anything was recorded. */
const daysBack = [1, 30, 180, 350, pastDays + 60]

/** Filters of every kind that a past day's list knows, on days near and far; the first page of each and, where there is one, the second. */
export async function pastLists(mirror: Mirror): Promise<PastList[]> {
  const ctx = mirror.ctx(["links:read"])
  const today = toDay(new Date())
  const lists: PastList[] = []
  for (const back of daysBack) {
    for (const [filter, query] of Object.entries(filters(addDays(today, -back)))) {
      const params = { ...parse(query), asOf: addDays(today, -back) }
      const name = `${filter}, ${back} days back`
      const { after } = await listAsOf(ctx, params)
      const second = after === null ? null : (fromCursor(after) ?? null)
      lists.push({ name, params })
      if (second) lists.push({ name: `${name}, second page`, params: { ...params, after: second } })
    }
  }
  return lists
}

const filters = (day: Day): Record<string, string> => ({
  none: "",
  "oldest first": "sort=createdAt",
  "removed too": "presence=all",
  removed: "presence=removed",
  invalid: "status=invalid",
  "token required": "status=token_required",
  unconfirmed: "status=unconfirmed",
  "on hold": "status=on_hold",
  unrecorded: "status=null",
  "largest institution": `institution=${nameOf(0)}`,
  "invalid at the smallest": `institution=${nameOf(99)}&status=invalid`,
  "invalid in Mexico": "country=MX&status=invalid",
  "token required in Brazil": "country=BR&status=token_required",
  single: "accessMode=single",
  "single and invalid": "accessMode=single&status=invalid",
  "6h": "refreshRate=6h",
  "without a rate, invalid": "refreshRate=null&status=invalid",
  "created in the month before": `createdFrom=${addDays(day, -30)}&createdTo=${day}`,
  "beginning, few match": "q=usr_000012",
  "beginning, many match": "q=usr_",
  "an external id": "externalId=usr_00000123",
})
