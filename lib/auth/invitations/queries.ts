import { createHash } from "node:crypto"
import { invitationToken } from "@/lib/auth/invitations/schema"
import { atTheDoor } from "@/lib/auth/rules"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"

export type OpenInvitation = { email: string; expiresAt: Date }

/** What the holder of the token is invited to; null where it is unknown, used, replaced or past its time. Uses nothing up. */
export async function findInvitation(ctx: Ctx, token: string): Promise<OpenInvitation | null> {
  if (!invitationToken.safeParse(token).success) return null
  const found = await read(atTheDoor(ctx), "members:sign-in", (db) =>
    db.invitation.findFirst({
      where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: ctx.now() }, member: { disabledAt: null } },
      select: { expiresAt: true, member: { select: { email: true } } },
    }),
  )
  return found && { email: found.member.email, expiresAt: found.expiresAt }
}

/** What is kept of a token: 256 random bits need no slow hash. */
export const hashToken = (token: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(token, "utf8").digest())
