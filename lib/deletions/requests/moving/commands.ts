import type { AuditEntry } from "@/lib/audit-chain"
import type { Ctx, Member } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import { type RequestState, requestStates } from "@/lib/deletions/schema"
import { conflict, forbidden, notFound } from "@/lib/errors"
import type { Permission } from "@/lib/permissions"
import type { Prisma } from "@/prisma/generated/client"

export type LockedRequest = { state: RequestState; participants: string[]; holdHours: number; links: number }

/** Nobody else moves it until the transaction ends. Throws NOT_FOUND. */
export async function lockRequest(tx: Tx, ctx: Ctx, requestId: string): Promise<LockedRequest> {
  const [row] = await tx.$queryRaw<(Omit<LockedRequest, "state"> & { state: string })[]>`
    SELECT state, participants::text[] AS participants, hold_hours AS "holdHours", links FROM deletion_request
    WHERE environment_id = ${ctx.environment.id} AND id = ${requestId}::uuid FOR UPDATE`
  const state = requestStates.find((one) => one === row?.state)
  if (!row || !state) throw notFound()
  return { ...row, state }
}

type Move = {
  requestId: string
  from: readonly RequestState[]
  to: RequestState
  data?: Prisma.DeletionRequestUpdateManyMutationInput
  conflictKey: string
}

/** Only forward, and only once: whoever comes second is told so. */
export async function moveRequest(tx: Tx, ctx: Ctx, { requestId, from, to, data, conflictKey }: Move): Promise<void> {
  const { count } = await tx.deletionRequest.updateMany({
    where: { environmentId: ctx.environment.id, id: requestId, state: { in: [...from] } },
    data: { ...data, state: to },
  })
  if (count === 0) throw conflict(conflictKey)
}

/** Deletions are asked for and approved by people. */
export function memberOf({ actor }: Ctx, permission: Permission): Member {
  if (actor.kind !== "member") throw forbidden(permission)
  return actor
}

export const keyOf = ({ environment }: Ctx, id: string) => ({
  environmentId_id: { environmentId: environment.id, id },
})

export const entry = (action: string, entityId: string, after: NonNullable<AuditEntry["after"]>): AuditEntry => ({
  ...{ action, entity: "deletion", entityId, after },
})
