import { createInvitation, type Invited } from "@/lib/auth/invitations/commands"
import type { AddMember, MemberInput, SetAdmin, SetRole } from "@/lib/auth/members/schema"
import { hashPassword } from "@/lib/auth/passwords/commands"
import type { Ctx } from "@/lib/ctx"
import { read, record, type Tx, write } from "@/lib/db"
import { conflict, invalid, notFound } from "@/lib/errors"

/** A new member without a password, and the address at which that person chooses one. */
export function addMember(ctx: Ctx, input: AddMember): Promise<Invited & { memberId: string }> {
  return write(ctx, "members:manage", async (tx) => {
    const { email } = input
    if (await tx.member.findUnique({ where: { email } })) {
      throw invalid("input", { fields: { email: ["memberExists"] } })
    }
    const memberId = await insertMember(tx, { ...input, passwordHash: null })
    const invited = await createInvitation(ctx, { memberId })
    return { result: { memberId, ...invited }, audit: entry("member.added", memberId, { after: facts(input) }) }
  })
}

/** The operator's way: the password is set as it is; a member who exists gets the role in a further environment. */
export async function addMemberWithPassword(ctx: Ctx, input: AddMember & { password: string | null }): Promise<void> {
  const passwordHash = input.password === null ? null : await hashPassword(input.password)
  await write(ctx, "members:manage", async (tx) => {
    const known = await tx.member.findUnique({ where: { email: input.email }, select: { id: true } })
    const memberId = known?.id ?? (await insertMember(tx, { ...input, passwordHash }))
    if (known) {
      await grantTo(tx, known.id, input.grant)
      const data = passwordHash ? { passwordHash, sessionEpoch: { increment: 1 } } : {}
      await tx.member.update({ where: { id: known.id }, data })
    }
    const after = { ...facts(input), password: passwordHash !== null }
    return { result: undefined, audit: entry(known ? "member.granted" : "member.added", memberId, { after }) }
  })
}

/** The member whom the environment variables name, only where there is none at all. */
export async function createFirstAdmin(ctx: Ctx): Promise<void> {
  const { adminEmail, adminPassword } = ctx.env.first
  const members = await read(ctx, "members:manage", (db) => db.member.findMany({ select: { email: true } }))
  if (!adminEmail || !adminPassword) return
  if (members.length > 0) return noteIgnored(ctx, { adminEmail, members })
  const passwordHash = await hashPassword(adminPassword)
  await record(ctx, "members:manage", async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('enlace: first member'))`
    if ((await tx.member.count()) > 0) return { result: undefined }
    const first = { email: adminEmail.toLowerCase(), name: "", grant: { role: "admin" } } as const
    const id = await insertMember(tx, { ...first, passwordHash })
    return { result: undefined, audit: entry("member.added", id, { after: facts(first) }) }
  })
}

function noteIgnored(ctx: Ctx, { adminEmail, members }: { adminEmail: string; members: readonly { email: string }[] }) {
  if (members.some(({ email }) => email === adminEmail.toLowerCase())) return
  ctx.log.warn(
    "ENLACE_ADMIN_* variables are ignored: they make the first member, and this database has members. Add others under Settings or by npm run members, or start on another database",
    { members: members.length },
  )
}

export function setRole(ctx: Ctx, { memberId, environment: slug, role }: SetRole): Promise<void> {
  return write(ctx, "members:manage", async (tx) => {
    await getMember(tx, memberId)
    const environmentId = await getEnvironmentId(tx, slug)
    const key = { memberId_environmentId: { memberId, environmentId } }
    const before = (await tx.membership.findUnique({ where: key }))?.role ?? null
    if (role) await tx.membership.upsert({ where: key, create: { memberId, environmentId, role }, update: { role } })
    else await tx.membership.deleteMany({ where: { memberId, environmentId } })
    const change = { before: { environment: slug, role: before }, after: { environment: slug, role } }
    return { result: undefined, audit: entry("member.role-changed", memberId, change) }
  })
}

export function setAdmin(ctx: Ctx, { memberId, admin }: SetAdmin): Promise<void> {
  return write(ctx, "members:manage", async (tx) => {
    if (!admin) await keepAnAdmin(tx, memberId)
    const { count } = await tx.member.updateMany({ where: { id: memberId, admin: !admin }, data: { admin } })
    if (count === 0) throw conflict("memberChanged")
    const change = { before: { admin: !admin }, after: { admin } }
    return { result: undefined, audit: entry("member.role-changed", memberId, change) }
  })
}

/** Ends every session; a later `enableMember` does not bring them back. */
export function disableMember(ctx: Ctx, { memberId }: MemberInput): Promise<void> {
  return write(ctx, "members:manage", async (tx) => {
    await keepAnAdmin(tx, memberId)
    const { count } = await tx.member.updateMany({
      where: { id: memberId, disabledAt: null },
      data: { disabledAt: ctx.now(), sessionEpoch: { increment: 1 } },
    })
    if (count === 0) throw conflict("memberChanged")
    await tx.invitation.deleteMany({ where: { memberId } })
    return { result: undefined, audit: entry("member.disabled", memberId) }
  })
}

export function enableMember(ctx: Ctx, { memberId }: MemberInput): Promise<void> {
  return write(ctx, "members:manage", async (tx) => {
    const { count } = await tx.member.updateMany({
      where: { id: memberId, disabledAt: { not: null } },
      data: { disabledAt: null },
    })
    if (count === 0) throw conflict("memberChanged")
    return { result: undefined, audit: entry("member.enabled", memberId) }
  })
}

/** Locks all admins who can sign in, so that two who demote each other come one after the other. Throws CONFLICT. */
async function keepAnAdmin(tx: Tx, leaving: string): Promise<void> {
  const admins = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM member WHERE admin AND disabled_at IS NULL AND password_hash IS NOT NULL ORDER BY id FOR UPDATE`
  if (admins.length > 0 && admins.every(({ id }) => id === leaving)) throw conflict("lastAdmin")
}

type NewMember = AddMember & { passwordHash: string | null }

async function insertMember(tx: Tx, { email, name, grant, passwordHash }: NewMember): Promise<string> {
  const data = { email, name: name || (email.split("@")[0] ?? email), passwordHash }
  const { id } = await tx.member.create({ data, select: { id: true } })
  await grantTo(tx, id, grant)
  return id
}

async function grantTo(tx: Tx, memberId: string, grant: AddMember["grant"]): Promise<void> {
  if (grant.role === "admin") {
    await tx.member.update({ where: { id: memberId }, data: { admin: true } })
    return
  }
  const environmentId = await getEnvironmentId(tx, grant.environment)
  const { role } = grant
  await tx.membership.upsert({
    where: { memberId_environmentId: { memberId, environmentId } },
    create: { memberId, environmentId, role },
    update: { role },
  })
}

async function getMember(tx: Tx, id: string): Promise<void> {
  if (!(await tx.member.findUnique({ where: { id }, select: { id: true } }))) throw notFound()
}

async function getEnvironmentId(tx: Tx, slug: string): Promise<number> {
  const environment = await tx.environment.findUnique({ where: { slug }, select: { id: true } })
  if (!environment) throw notFound("environmentNotFound")
  return environment.id
}

const facts = ({ email, grant }: Pick<AddMember, "email" | "grant">) => ({
  email,
  role: grant.role,
  environment: grant.role === "admin" ? null : grant.environment,
})

type Change = { before?: Record<string, string | boolean | null>; after?: Record<string, string | boolean | null> }
const entry = (action: string, entityId: string, change: Change = {}) =>
  ({ action, entity: "member", entityId, chain: "installation", ...change }) as const
