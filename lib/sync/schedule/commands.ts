import type { Ctx } from "@/lib/ctx"
import { costOf, mostShare, type Schedule } from "@/lib/environments/schedule/rules"
import type { EnvironmentChanges } from "@/lib/environments/schema"
import { updateEnvironment } from "@/lib/environments/settings/commands"
import { invalid } from "@/lib/errors"
import { listLoads, type ScheduledLoad } from "@/lib/sync/schedule/queries"

/** As `updateEnvironment`. Throws INVALID where a new schedule would leave people too little of Belvo's limit. */
export async function changeEnvironment(ctx: Ctx, changes: EnvironmentChanges): Promise<void> {
  const load = (await listLoads(ctx)).find(({ slug }) => slug === ctx.environment.slug)
  // One that was taken when there were fewer links keeps nobody from changing a name.
  if (load && !isSame(load.schedule, changes)) refuseTooDense(changes, load)
  await updateEnvironment(ctx, changes)
}

const isSame = (one: Schedule, other: Schedule): boolean =>
  one.sweepEveryMinutes === other.sweepEveryMinutes &&
  one.deltaEveryMinutes === other.deltaEveryMinutes &&
  one.deltaRequests === other.deltaRequests

/** The field to blame is the one that takes more. */
function refuseTooDense(schedule: Schedule, load: ScheduledLoad): void {
  const { share } = costOf(schedule, load)
  if (share <= mostShare) return
  const ofSweeps = costOf({ ...schedule, deltaEveryMinutes: 0 }, load).share
  const field = ofSweeps > share / 2 ? "sweepEveryMinutes" : "deltaRequests"
  throw invalid("input", { fields: { [field]: ["scheduleTooDense"] }, values: { share, most: mostShare } })
}
