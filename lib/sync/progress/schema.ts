import { z } from "zod"
import { choiceParam, listParams } from "@/lib/list-params"
import { cursorParam } from "@/lib/page"
import { mirrorStatus } from "@/lib/sync/schema"

/** `GET /api/{environment}/status`, as it comes over the wire. */
export const shellStatus = mirrorStatus.extend({
  /** When new and broken links were last asked for: by a delta sweep, or with all the others. */
  freshAt: z.coerce.date().nullable(),
})
export type ShellStatus = z.output<typeof shellStatus>

const moment = z.coerce.date().nullable()
const count = z.number().int()

/** An event of `GET /api/{environment}/sync/events`: the sweep that waits or runs; null where none does. */
export const sweepProgress = z.object({
  run: z
    .object({
      ...{ id: z.string(), kind: z.string(), state: z.string(), phase: z.string() },
      ...{ startedAt: moment, cancelRequestedAt: moment },
      ...{ expected: count.nullable(), seen: count, missing: count.nullable(), checked: count },
      ...{ requests: count, inserted: count, updated: count, removed: count },
    })
    .nullable(),
})
export type SweepProgress = z.output<typeof sweepProgress>
export type RunProgress = NonNullable<SweepProgress["run"]>

export const listedKinds = ["full", "delta", "all"] as const
export type ListedKind = (typeof listedKinds)[number]

/** Full sweeps first: of the others there are hundreds a day. */
export const sweepListParams = listParams({
  kind: choiceParam<ListedKind>(listedKinds, "full"),
  after: cursorParam(),
  before: cursorParam(),
})
export type SweepListParams = ReturnType<typeof sweepListParams.parse>
