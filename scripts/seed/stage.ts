import type { Ctx, Member } from "@/lib/ctx"
import type { Permission, Role } from "@/lib/permissions"
import { hourMs } from "@/lib/time"
import type { World } from "@/simulator/worlds/world"

/** On which the play goes on: one clock and one Belvo, for product and customers. */
export type Stage = {
  /** Of the machines, as the history is played by. */
  ctx: Ctx
  world: World
  present: Date
  setClock: (at: Date) => void
  /** The links that customers have repaired, which Belvo does by no history of its own. */
  repaired: Set<string>
}

export const asSystem = (ctx: Ctx, name: `system:${string}`, permissions: readonly Permission[]): Ctx => ({
  ...ctx,
  actor: { kind: "system", name, permissions },
})

/** As somebody of this role, where the installation has one already. */
export async function asRole(ctx: Ctx, role: Role): Promise<(Ctx & { actor: Member }) | null> {
  const of = role === "admin" ? { admin: true } : { memberships: { some: { environmentId: ctx.environment.id, role } } }
  const member = await ctx.database.prisma.member.findFirst({
    where: of,
    select: { id: true, email: true, name: true },
  })
  return member && { ...ctx, actor: { kind: "member", role, ...member } }
}

/** A time of a `YYYY-MM-DD` day. */
export const timeOf = (date: string, hours: number): Date => new Date(Date.parse(`${date}T00:00:00Z`) + hours * hourMs)
