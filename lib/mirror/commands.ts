import type { Belvo } from "@/lib/belvo/client"
import { BelvoApiError } from "@/lib/belvo/errors"
import type { BelvoLink } from "@/lib/belvo/link"
import { type LinkText, readAlready } from "@/lib/belvo/link-text"
import type { FoundLink } from "@/lib/belvo/links"
import type { NotFound } from "@/lib/belvo/outcomes"
import type { BudgetPriority } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { databaseNow, record, type Tx } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import type { LinkEvent } from "@/lib/history/commands"
import {
  findUnlike,
  insertMissing,
  keepWords,
  lockChanged,
  lockPresent,
  markRemoved,
  type Seen,
  updateLocked,
} from "@/lib/mirror/rows/commands"
import { repeatedLogins, type Sheet, toRow, trackedLink, trackedRow } from "@/lib/mirror/rows/rules"
import { toSheet } from "@/lib/mirror/sheets/commands"
import { asMirror, enterAs, firstSight, type Observed, remember } from "@/lib/mirror/sights/commands"

/** `unchanged` holds those that an older or equal observation could not change, too. */
export type Applied = { inserted: number; updated: number; unchanged: number; events: readonly LinkEvent[] }

/**
 * `sheet`: the links, where the caller has made it before others wait. `mostlyNew`: to a mirror that knows little, so that nothing is
 * gained by looking first for what is unlike.
 */
export type Sighted = Observed & ({ links: readonly (LinkText | BelvoLink)[] } | { sheet: Sheet; mostlyNew?: boolean })

/**
 * The one writer of links and of their history. Never goes back in time; writes nothing where nothing changed, except that
 * single reads become the latest sight. Joins the caller's transaction where there is one.
 */
export function applyLinks(ctx: Ctx, observed: Sighted): Promise<Applied> {
  const { sheet: said, mostlyNew = false } = "sheet" in observed ? observed : { sheet: toSheet(observed.links) }
  return record(asMirror(ctx), "mirror:write", async (tx) => {
    const seen = await enterAs(tx, ctx, observed, said)
    const unlike = seen.sweep && !mostlyNew ? await findUnlike(tx, seen, said) : null
    const first = unlike ? said.filter(({ id }) => unlike.has(id)) : said
    if (first.length === 0) {
      return { result: { inserted: 0, updated: 0, unchanged: said.length, events: [] } }
    }
    const rows = new Map(first.map((one) => [one.id, toRow(one, null, observed.observedAt)]))
    const inserted = await insertMissing(tx, seen, { rows: [...rows.values()], repeated: repeatedLogins(first) })
    for (const id of inserted.ids) rows.delete(id)
    if (mostlyNew) await forgetKnown(tx, seen, { said, rows })
    const held = rows.size > 0 ? await lockChanged(tx, seen, [...rows.values()]) : []
    const byId = new Map(first.map((one) => [one.id, one]))
    const pairs = held.flatMap((row) => {
      const one = byId.get(row.id)
      return one ? [{ row, said: one }] : []
    })
    await updateLocked(
      tx,
      seen,
      pairs.map((pair) => toRow(pair.said, pair.row, observed.observedAt)),
    )
    for (const { id } of held) rows.delete(id)
    await keepWords(tx, seen, [...rows.values()])
    const changed = pairs.filter(({ row }) => row.differs)
    const events = await remember(tx, ctx, observed, [
      ...inserted.ids.flatMap((id) => {
        const one = byId.get(id)
        return one ? [firstSight(one.link, { alone: inserted.alone.has(id) })] : []
      }),
      ...changed.map((pair) => ({
        linkId: pair.row.id,
        before: trackedRow(pair.row),
        after: trackedLink(pair.said.link),
      })),
    ])
    const unchanged = said.length - inserted.ids.length - changed.length
    return { result: { inserted: inserted.ids.length, updated: changed.length, unchanged, events } }
  })
}

/** Of what was not new after all: the mirror may have it as it is, from the page before, whose end each page repeats. */
async function forgetKnown(tx: Tx, seen: Seen, { said, rows }: { said: Sheet; rows: Map<string, string> }) {
  if (!seen.sweep || rows.size === 0) return
  const left = said.filter(({ id }) => rows.has(id))
  const unlike = await findUnlike(tx, seen, left)
  for (const { id } of left) if (!unlike.has(id)) rows.delete(id)
}

/** Links that Belvo no longer has, by the two proofs that `confirmGone` asks for. Answers how many were marked. */
export function applyGone(ctx: Ctx, { ids, ...observed }: Observed & { ids: readonly string[] }): Promise<number> {
  return record(asMirror(ctx), "mirror:write", async (tx) => {
    const seen = await enterAs(
      tx,
      ctx,
      observed,
      ids.map((id) => ({ id })),
    )
    const held = await lockPresent(tx, seen, ids)
    await markRemoved(
      tx,
      seen,
      held.map(({ id }) => id),
    )
    await remember(
      tx,
      ctx,
      observed,
      held.map((row) => ({ linkId: row.id, before: trackedRow(row), after: { ...trackedRow(row), present: false } })),
    )
    return { result: held.length }
  })
}

export type Reading = Omit<Observed, "observedAt"> & { priority: BudgetPriority }
export type ReadLink =
  | { kind: "found"; link: BelvoLink; observedAt: Date; changed: boolean; events: readonly LinkEvent[] }
  /** `known`: the mirror had it as present until now. */
  | { kind: "gone"; observedAt: Date; known: boolean }

/** Asks Belvo for one link and writes the answer through. Throws a BelvoError where Belvo gives none. */
export async function readLink(
  ctx: Ctx,
  { linkId, priority, ...why }: Reading & { linkId: string },
): Promise<ReadLink> {
  const belvo = await openBelvo(ctx, priority)
  const answer = await detail(belvo, linkId)
  if (answer.kind === "found")
    return found(ctx, readAlready(answer.link, answer.text), { ...why, observedAt: answer.sentAt })
  const { items, sentAt } = await belvo.listLinkTexts({ idIn: [linkId], pageSize: 1 })
  const observed = { ...why, observedAt: sentAt }
  const [listed] = items
  if (listed) return found(ctx, listed, observed)
  if (answer.kind === "expired") throw answer.error
  const marked = await applyGone(ctx, { ...observed, ids: [linkId] })
  return { kind: "gone", observedAt: observed.observedAt, known: marked > 0 }
}

export type Reread = Applied & {
  /** What the list did not have. Whether they are gone, `confirmGone` finds out. */
  missing: string[]
}

/** Asks Belvo for at most 150 links in one request and writes the answer through. */
export async function rereadLinks(
  ctx: Ctx,
  { linkIds, priority, ...why }: Reading & { linkIds: readonly string[] },
): Promise<Reread> {
  const belvo = await openBelvo(ctx, priority)
  const { items, sentAt } = await belvo.listLinkTexts({ idIn: linkIds, pageSize: 1_000 })
  const applied = await applyLinks(ctx, { ...why, links: items, observedAt: sentAt })
  const listed = new Set(items.map(({ id }) => id))
  return { ...applied, missing: linkIds.filter((id) => !listed.has(id)) }
}

/** Of a link that a list did not have: gone only if Belvo also says `not_found` to its address. What it still shows is applied. */
export async function confirmGone(
  ctx: Ctx,
  { linkId, priority, ...why }: Reading & { linkId: string },
): Promise<"gone" | "found"> {
  const belvo = await openBelvo(ctx, priority)
  const askedAt = await databaseNow(ctx)
  const answer = await detail(belvo, linkId)
  if (answer.kind === "not_found") await applyGone(ctx, { ...why, observedAt: askedAt, ids: [linkId] })
  if (answer.kind === "found")
    await applyLinks(ctx, {
      ...why,
      links: [readAlready(answer.link, answer.text)],
      observedAt: answer.sentAt,
    })
  return answer.kind === "not_found" ? "gone" : "found"
}

/** A link whose stored credentials ran out is answered by 404, too, and is still a link: `expired`, the list has it. */
async function detail(
  belvo: Belvo,
  linkId: string,
): Promise<FoundLink | NotFound | { kind: "expired"; error: BelvoApiError }> {
  try {
    return await belvo.getLink(linkId)
  } catch (error) {
    if (error instanceof BelvoApiError && error.belvoCode === "expired_credentials") return { kind: "expired", error }
    throw error
  }
}

async function found(ctx: Ctx, text: LinkText, observed: Observed): Promise<ReadLink> {
  const { inserted, updated, events } = await applyLinks(ctx, { ...observed, links: [text] })
  return { kind: "found", link: text.link(), observedAt: observed.observedAt, changed: inserted + updated > 0, events }
}
