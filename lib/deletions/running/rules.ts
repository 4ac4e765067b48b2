import type { Ctx } from "@/lib/ctx"

/** A request that this run works on, as long as it is the last that has claimed it. */
export type Run = { ctx: Ctx; requestId: string; holder: string; links: number }

/** Another run has claimed the request, or it has ended. */
export class RunTaken extends Error {
  override readonly name = "RunTaken"
}

/** So many links are read again at once, so that none is deleted long after it was looked at. */
export const stretchSize = 25
/** As many ids as Belvo takes in one request. */
export const lookSize = 150

/** A link that fails so often, while others go well or not, is given up until somebody tries again. */
export const mostAttempts = 5

/** One link has somebody waiting for it; a hundred thousand go behind everything else. */
export const priorityOf = ({ links }: Run): "webhook" | "sweep" => (links === 1 ? "webhook" : "sweep")
