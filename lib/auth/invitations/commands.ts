import { randomBytes } from "node:crypto"
import { hashToken } from "@/lib/auth/invitations/queries"
import type { AcceptInvitation, CreateInvitation } from "@/lib/auth/invitations/schema"
import { hashChosenPassword } from "@/lib/auth/passwords/commands"
import { atTheDoor } from "@/lib/auth/rules"
import type { Ctx } from "@/lib/ctx"
import { read, write } from "@/lib/db"
import { conflict, notFound } from "@/lib/errors"
import { hourMs } from "@/lib/time"

const validForMs = 24 * hourMs

export type Invited = {
  /** Shown once; only its hash is kept. */
  address: string
  expiresAt: string
}

/** A new address for choosing a password; earlier ones of this member end. */
export function createInvitation(ctx: Ctx, { memberId }: CreateInvitation): Promise<Invited> {
  return write(ctx, "members:manage", async (tx) => {
    const member = await tx.member.findUnique({ where: { id: memberId, disabledAt: null }, select: { id: true } })
    if (!member) throw notFound()
    const token = randomBytes(32).toString("base64url")
    const expiresAt = new Date(ctx.now().getTime() + validForMs)
    await tx.invitation.deleteMany({ where: { memberId } })
    await tx.invitation.create({ data: { memberId, tokenHash: hashToken(token), expiresAt } })
    return {
      result: {
        address: new URL(`/invitation/${token}`, ctx.env.nextAuthUrl).href,
        expiresAt: expiresAt.toISOString(),
      },
      audit: {
        action: "member.invited",
        entity: "member",
        entityId: memberId,
        after: { expiresAt: expiresAt.toISOString() },
        chain: "installation",
      },
    }
  })
}

/** Sets the invited person's password, once, and ends the sessions of an earlier one. Throws CONFLICT where the address has ended. */
export async function acceptInvitation(ctx: Ctx, { token, password }: AcceptInvitation): Promise<{ email: string }> {
  const invitation = await read(atTheDoor(ctx), "members:sign-in", (db) =>
    db.invitation.findFirst({
      where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: ctx.now() }, member: { disabledAt: null } },
      select: { id: true, member: { select: { id: true, email: true, name: true } } },
    }),
  )
  if (!invitation) throw conflict("invitationEnded")
  const { id, email, name } = invitation.member
  const passwordHash = await hashChosenPassword(password, email)
  // The token has proven who this is, so the entry names the member.
  const invited: Ctx = { ...ctx, actor: { kind: "member", id, email, name, role: null } }
  return write(invited, "members:self", async (tx) => {
    const unused = { id: invitation.id, usedAt: null }
    const { count } = await tx.invitation.updateMany({ where: unused, data: { usedAt: ctx.now() } })
    if (count === 0) throw conflict("invitationEnded")
    await tx.member.update({ where: { id }, data: { passwordHash, sessionEpoch: { increment: 1 } } })
    return {
      result: { email },
      audit: { action: "member.password-set", entity: "member", entityId: id, chain: "installation" },
    }
  })
}
