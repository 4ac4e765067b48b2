import { createHmac } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { isPassword } from "@/lib/auth/passwords/commands"
import { accountSlowMs, atTheDoor, deservesEntry, forgottenAfterMs, waitMs } from "@/lib/auth/rules"
import type { Credentials } from "@/lib/auth/sign-in/schema"
import { networkOf } from "@/lib/client-address"
import type { Ctx } from "@/lib/ctx"
import { may, read, record, type Tx, write } from "@/lib/db"
import { forbidden } from "@/lib/errors"
import { subkey } from "@/lib/seal"
import { toDay } from "@/lib/time"

export type SignedIn = { id: string; epoch: number; locale: string | null; theme: string | null }
export type SignIn = { kind: "signed-in"; member: SignedIn } | { kind: "refused" } | { kind: "wait"; seconds: number }

/** An attempt counts as failed until it has succeeded, so that a hundred at once are a hundred. */
export async function signIn(
  ctx: Ctx,
  { email, password, address }: Credentials & { address: string },
): Promise<SignIn> {
  if (!may(ctx, "members:sign-in")) throw forbidden("members:sign-in")
  const attempt = await beginAttempt(ctx, { account: email, address })
  if (attempt.kind === "wait") return attempt
  await sleep(accountSlowMs(attempt.failures))
  const member = await read(ctx, "members:sign-in", (db) => db.member.findUnique({ where: { email }, select: account }))
  const isRight = await isPassword(member?.passwordHash ?? null, password)
  if (!member || !isRight || member.disabledAt) {
    await noteRefusal(ctx, { memberId: member?.id ?? null, address, failures: attempt.failures + 1 })
    return { kind: "refused" }
  }
  await forgetAttempts(ctx, { account: email, address })
  const { id, name, sessionEpoch: epoch, locale, theme } = member
  const known: Ctx = { ...ctx, actor: { kind: "member", id, email, name, role: null } }
  await write(known, "members:self", async () => ({
    result: undefined,
    audit: { action: "member.signed-in", entity: "member", entityId: id, after: { address }, chain: "installation" },
  }))
  return { kind: "signed-in", member: { id, epoch, locale, theme } }
}

const account = {
  id: true,
  name: true,
  passwordHash: true,
  disabledAt: true,
  sessionEpoch: true,
  locale: true,
  theme: true,
}

type Where = { account: string; address: string }
type Attempt = { kind: "begun"; failures: number } | { kind: "wait"; seconds: number }

/** Locks the account's row and the address's, in this order, for the moment of counting. */
export function beginAttempt(ctx: Ctx, where: Where): Promise<Attempt> {
  const { account, network } = keysOf(ctx, where)
  const now = ctx.now()
  const forgottenBefore = new Date(now.getTime() - forgottenAfterMs)
  return record<Attempt>(atTheDoor(ctx), "members:sign-in", async (tx) => {
    const rows = await tx.$queryRaw<{ address: string; failures: number; last_at: Date }[]>`
      INSERT INTO sign_in_failure AS known (account, address, failures, last_at)
      VALUES (${account}, '', 0, ${now}), (${account}, ${network}, 0, ${now})
      ON CONFLICT (account, address) DO UPDATE
        SET failures = CASE WHEN known.last_at < ${forgottenBefore} THEN 0 ELSE known.failures END
      RETURNING address, failures, last_at`
    const here = rows.find((row) => row.address === network)
    const wait = here ? waitMs(here.failures, here.last_at, now) : 0
    if (wait > 0) {
      await countStranger(tx, { day: now, kind: "sign-in throttled" })
      return { result: { kind: "wait", seconds: Math.ceil(wait / 1_000) } }
    }
    await tx.$executeRaw`
      UPDATE sign_in_failure SET failures = failures + 1, last_at = ${now} WHERE account = ${account} AND address IN ('', ${network})`
    return { result: { kind: "begun", failures: rows.find((row) => row.address === "")?.failures ?? 0 } }
  })
}

export function forgetAttempts(ctx: Ctx, where: Where): Promise<void> {
  const { account, network } = keysOf(ctx, where)
  return record(atTheDoor(ctx), "members:sign-in", async (tx) => {
    await tx.signInFailure.deleteMany({ where: { account, address: { in: ["", network] } } })
    await pruneAttempts(tx, new Date(ctx.now().getTime() - forgottenAfterMs))
    return { result: undefined }
  })
}

type Refusal = { memberId: string | null; address: string; failures: number }

/** Members' refusals stand in the installation's chain; strangers are only counted. */
function noteRefusal(ctx: Ctx, { memberId, address, failures }: Refusal): Promise<void> {
  return record(ctx, "members:sign-in", async (tx) => {
    if (!memberId || !deservesEntry(failures)) {
      await countStranger(tx, { day: ctx.now(), kind: "sign-in refused" })
      return { result: undefined }
    }
    const audit = { action: "member.refused", entity: "member", entityId: memberId, after: { address, failures } }
    return { result: undefined, audit: { ...audit, chain: "installation" } }
  })
}

async function countStranger(tx: Tx, { day, kind }: { day: Date; kind: string }): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stranger_refusal AS known (day, kind, count) VALUES (${toDay(day)}::date, ${kind}, 1)
    ON CONFLICT (day, kind) DO UPDATE SET count = known.count + 1`
}

/** Skips what others hold, so that two who tidy up never wait for each other. */
async function pruneAttempts(tx: Tx, before: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM sign_in_failure WHERE (account, address) IN (
      SELECT account, address FROM sign_in_failure WHERE last_at < ${before} LIMIT 1000 FOR UPDATE SKIP LOCKED)`
}

/** What was typed may be a password in the wrong field: it is kept as a keyed hash only. */
function keysOf(ctx: Ctx, { account, address }: Where) {
  const key = subkey(ctx.env.key, "sign-in")
  return {
    account: createHmac("sha256", key).update(account, "utf8").digest("base64url"),
    network: networkOf(address) || "unknown",
  }
}
