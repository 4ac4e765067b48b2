import { z } from "zod"

export const invitationToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

export const acceptInvitationInput = z.object({ token: invitationToken, password: z.string() })
export type AcceptInvitation = z.output<typeof acceptInvitationInput>

export const createInvitationInput = z.object({ memberId: z.uuid() })
export type CreateInvitation = z.output<typeof createInvitationInput>
