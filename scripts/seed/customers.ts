import { createHash } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { settleSession } from "@/lib/recovery/settling/commands"
import { reportVisit, visitAddress } from "@/lib/recovery/visits/commands"
import { minuteMs } from "@/lib/time"
import { asSystem, type Stage } from "@/scripts/seed/stage"
import { toMicros } from "@/simulator/time"

/** What a customer makes of an address. `left`: opens it, and is never heard of again. */
export type Fate = "repairs" | "gives_up" | "fails" | "left" | "untouched"

/**
 * The same customer does the same at each play: of a hundred some forty open it, and most of them repair their link. `turn`, from 0
 * to 1: among those who do, when.
 */
export function fateOf(linkId: string): { fate: Fate; turn: number } {
  const drawn = createHash("sha256").update(linkId, "utf8").digest()
  const draw = drawn.readUInt16BE(0) / 65_536
  const [fate] = shares.find(([, upTo]) => draw < upTo) ?? (["untouched"] as const)
  return { fate, turn: drawn.readUInt16BE(2) / 65_536 }
}

const shares = [["repairs", 0.3] as const, ["gives_up", 0.36], ["fails", 0.4], ["left", 0.43]] as const

export type Visit = { addressId: string; linkId: string; fate: Exclude<Fate, "untouched">; at: Date }

/** A customer presses the button of the address, and does in Belvo's widget what was meant for them. */
export async function playVisit({ ctx, world, setClock, repaired }: Stage, visit: Visit): Promise<void> {
  const { addressId, linkId, fate, at } = visit
  const asCustomer = asSystem(ctx, "system:visitor", ["repair:visit", "links:read", "keys:open"])
  const after = (minutes: number) => setClock(new Date(at.getTime() + minutes * minuteMs))
  setClock(at)
  const visited = await visitAddress(asCustomer, { addressId, client: "203.0.113.7" })
  if (visited.kind !== "open") return
  const { sessionId } = visited
  if (fate === "left") {
    after(11)
    return settle(ctx, sessionId)
  }
  after(3)
  if (fate === "repairs") {
    world.rows.clock = Math.max(world.rows.clock, toMicros(ctx.now()))
    world.setStatus(linkId, "valid")
    repaired.add(linkId)
  }
  await reportVisit(asCustomer, { addressId, sessionId, ...told[fate] })
  return settle(ctx, sessionId)
}

const told = {
  repairs: { event: "success", code: null },
  gives_up: { event: "exit", code: null },
  fails: { event: "error", code: "institution_unavailable" },
} as const

const settle = (ctx: Ctx, sessionId: string): Promise<void> =>
  settleSession(asSystem(ctx, "system:job", ["sessions:settle", "links:read", "keys:open", "mirror:write"]), {
    sessionId,
  })
