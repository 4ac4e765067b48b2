import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { Prisma } from "@/prisma/generated/client"

const memberRow = {
  id: true,
  email: true,
  name: true,
  admin: true,
  disabledAt: true,
  createdAt: true,
  memberships: { select: { role: true, environment: { select: { slug: true } } } },
} satisfies Prisma.MemberSelect

export type MemberState = "active" | "invited" | "disabled"
export type MemberRow = {
  id: string
  email: string
  name: string
  admin: boolean
  state: MemberState
  createdAt: Date
  /** By the environment's slug. */
  roles: Readonly<Record<string, string>>
}

/** Everybody, by e-mail: the members of one console are few. */
export async function listMembers(ctx: Ctx): Promise<MemberRow[]> {
  const { rows, ready } = await read(ctx, "members:manage", async (db) => ({
    rows: await db.member.findMany({ select: memberRow, orderBy: { email: "asc" } }),
    ready: await db.member.findMany({ select: { id: true }, where: { passwordHash: { not: null } } }),
  }))
  const withPassword = new Set(ready.map(({ id }) => id))
  return rows.map(({ memberships, disabledAt, ...row }) => ({
    ...row,
    state: disabledAt ? "disabled" : withPassword.has(row.id) ? "active" : "invited",
    roles: Object.fromEntries(memberships.map(({ role, environment }) => [environment.slug, role])),
  }))
}
