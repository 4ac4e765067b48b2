import { hashChosenPassword, isPassword } from "@/lib/auth/passwords/commands"
import type { ChangePassword, Theme } from "@/lib/auth/schema"
import { beginAttempt, forgetAttempts } from "@/lib/auth/sign-in/commands"
import type { Ctx, Member } from "@/lib/ctx"
import { read, type Tx, write } from "@/lib/db"
import { AppError, invalid, unauthenticated } from "@/lib/errors"
import type { Locale } from "@/lib/format"

/** A stranger's choice is kept by the browser alone. */
export async function setLocale(ctx: Ctx, locale: Locale): Promise<Locale> {
  if (ctx.actor.kind === "member") await keepPreference(ctx, ctx.actor, { locale })
  return locale
}

export async function setTheme(ctx: Ctx, theme: Theme): Promise<Theme> {
  if (ctx.actor.kind === "member") await keepPreference(ctx, ctx.actor, { theme })
  return theme
}

/** Ends every session, this one too: the page signs in again with the new password. */
export async function changePassword(ctx: Ctx, { current, password }: ChangePassword): Promise<{ email: string }> {
  const { id, email } = memberOf(ctx)
  const attempt = await beginAttempt(ctx, { account: email, address: "signed in" })
  if (attempt.kind === "wait")
    throw new AppError("TOO_MANY", "tooManyAttempts", { values: { seconds: attempt.seconds } })
  const known = await read(ctx, "members:self", (db) =>
    db.member.findUnique({ where: { id }, select: { passwordHash: true } }),
  )
  if (!(await isPassword(known?.passwordHash ?? null, current))) {
    throw invalid("input", { fields: { current: ["passwordWrong"] } })
  }
  await forgetAttempts(ctx, { account: email, address: "signed in" })
  const passwordHash = await hashChosenPassword(password, email)
  return write(ctx, "members:self", async (tx) => {
    await tx.member.update({ where: { id }, data: { passwordHash, sessionEpoch: { increment: 1 } } })
    return { result: { email }, audit: ownEntry(id, "member.password-set") }
  })
}

/** No session of this member is good any more, on whatever machine. */
export async function signOutEverywhere(ctx: Ctx): Promise<void> {
  const { id } = memberOf(ctx)
  return write(ctx, "members:self", async (tx) => {
    await tx.member.update({ where: { id }, data: { sessionEpoch: { increment: 1 } } })
    return { result: undefined, audit: ownEntry(id, "member.signed-out-everywhere") }
  })
}

/** The session's end in this browser is the action's; here it is told. Signed out already: nothing to tell. */
export async function signOut(ctx: Ctx): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== "member") return
  await write(ctx, "members:self", async () => ({ result: undefined, audit: ownEntry(actor.id, "member.signed-out") }))
}

type Preference = { locale: Locale } | { theme: Theme }

function keepPreference(ctx: Ctx, { id }: Member, preference: Preference): Promise<void> {
  return write(ctx, "members:self", async (tx) => {
    const before = await preferencesOf(tx, id)
    await tx.member.update({ where: { id }, data: preference })
    return { result: undefined, audit: { ...ownEntry(id, "member.preference-set"), before, after: preference } }
  })
}

const preferencesOf = (tx: Tx, id: string) =>
  tx.member.findUniqueOrThrow({ where: { id }, select: { locale: true, theme: true } })

function memberOf({ actor }: Ctx): Member {
  if (actor.kind !== "member") throw unauthenticated()
  return actor
}

const ownEntry = (entityId: string, action: string) =>
  ({ action, entity: "member", entityId, chain: "installation" }) as const
