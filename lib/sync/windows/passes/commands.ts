import type { Belvo } from "@/lib/belvo/client"
import { BelvoApiError } from "@/lib/belvo/errors"
import type { LinkFilter } from "@/lib/belvo/link-list"
import type { LinkText } from "@/lib/belvo/link-text"
import type { Page as BelvoPage } from "@/lib/belvo/pages"
import type { Tx } from "@/lib/db"
import { applyLinks } from "@/lib/mirror/commands"
import type { Sheet } from "@/lib/mirror/rows/rules"
import { readSheet, toSheet } from "@/lib/mirror/sheets/commands"
import { isWhole, mostPasses } from "@/lib/sync/rules"
import type { Sweep } from "@/lib/sync/sweep/commands"
import { listPages, type StoredWindow } from "@/lib/sync/windows/commands"
import { mostPagedLinks, pageSizeOf } from "@/lib/sync/windows/pages/rules"
import { halves } from "@/lib/sync/windows/rules"
import { settleWindow, splitWindow } from "@/lib/sync/windows/settling/commands"
import type { Write } from "@/lib/sync/windows/writing/commands"
import { toDay } from "@/lib/time"

type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** `write` takes what answers have to write, `atBelvo` lets so many requests be on their way. */
export type Reader = Sweep & { belvo: Belvo; write: Write; atBelvo: Turns; stop: AbortController }

export async function countOf({ belvo, atBelvo }: Reader, window: StoredWindow): Promise<number> {
  const { count } = await atBelvo(() => belvo.listLinkParts({ ...toFilter(window), fields: ["id"], pageSize: 1 }))
  return count
}

/** A range of several days that would take too many pages becomes two. */
export async function splitIfFull(reader: Reader, window: StoredWindow, count: number): Promise<boolean> {
  const { ctx, run } = reader
  const into = count > mostPagedLinks ? halves(window, toDay(ctx.now())) : null
  if (!into) return false
  await written(reader, (tx) => splitWindow(tx, ctx, run, { window, count, into }))
  return true
}

/** What the pages of one pass over a window have shown, and which page is next. */
type Pass = { pass: number; page: number; ids: Set<string>; counts: number[] }

export const firstPass = (pass = 1): Pass => ({ pass, page: 1, ids: new Set(), counts: [] })

/** Goes on after the last page that an earlier holder has read: the overlap shows whether the list has held still. */
export async function takeUp({ ctx, run }: Reader, window: StoredWindow): Promise<Pass> {
  const pages = await listPages(ctx, run, window)
  const last = pages.at(-1)
  return {
    pass: last?.pass ?? 1,
    page: (last?.page ?? 0) + 1,
    ids: new Set(pages.flatMap(({ ids }) => ids)),
    counts: pages.map(({ count }) => count),
  }
}

export async function readPasses(reader: Reader, window: StoredWindow, begun: Pass): Promise<void> {
  const { ctx, run } = reader
  let reading = begun
  while (!(await readToEnd(reader, window, reading))) {
    ctx.log.info("links came or went while they were listed, so they are listed again", {
      ...{ run: run.id, window: window.id, pass: reading.pass },
    })
    reading = firstPass(reading.pass + 1)
  }
}

/**
 * Page after page until all that Belvo counts has been covered; the next is asked for while one is being written. False where the
 * window is not settled by that.
 */
async function readToEnd(reader: Reader, window: StoredWindow, reading: Pass): Promise<boolean> {
  const { ctx, run } = reader
  const { ids, counts, pass } = reading
  let asked = readPage(reader, window, reading.page)
  for (let { page } = reading; ; page++) {
    const read = await asked
    const { answer } = read
    const isFirst = page === 1 && pass === 1
    if (isFirst && answer && (await splitIfFull(reader, window, answer.count))) return true
    const fresh = take(reading, answer)
    const isLast = !answer || answer.items.length === 0 || page * pageSizeOf(page) >= answer.count
    const whole = isWhole({ counts, distinct: ids.size })
    const settled = isLast && (whole || pass >= (run.kind === "delta" ? 1 : mostPasses))
    if (!isLast) asked = ahead(readPage(reader, window, page + 1))
    await writePage(reader, { window, pass, page, read, fresh }, async (tx) => {
      const facts = { count: counts.at(-1) ?? 0, seen: ids.size, passes: pass }
      if (settled) await settleWindow(tx, ctx, run, window.id, { state: whole ? "read" : "restless", ...facts })
    })
    if (isLast) return settled
  }
}

/** Nobody has counted its links, since the mirror knows none of its days. */
const isMostlyNew = ({ expected }: StoredWindow): boolean => expected === null

/** Where it fails before anybody waits for it, whoever does so later hears of it. */
function ahead<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined)
  return work
}

/** Answers how many of its links no earlier page had. */
function take({ ids, counts }: Pass, answer: LinkPage | null): number {
  if (!answer) return 0
  const before = ids.size
  counts.push(answer.count)
  for (const { id } of answer.items) ids.add(id)
  return ids.size - before
}

type LinkPage = BelvoPage<LinkText>
type Page = { answer: LinkPage; sheet: Sheet } | { answer: null }

/** Without an answer where the list has shrunk under the page's number. What is written of it is made here, before its turn comes. */
async function readPage({ belvo, atBelvo, signal }: Reader, window: StoredWindow, page: number): Promise<Page> {
  const filter = { ...toFilter(window), page, pageSize: pageSizeOf(page) }
  try {
    const answer = await atBelvo(() => {
      signal.throwIfAborted()
      return belvo.listLinkTexts(filter)
    })
    const sheet = toSheet(answer.items)
    return { answer, sheet: isMostlyNew(window) ? await readSheet(sheet) : sheet }
  } catch (error) {
    const isPastEnd = error instanceof BelvoApiError && error.status === 404 && error.belvoCode === "not_found"
    if (page === 1 || !isPastEnd) throw error
    return { answer: null }
  }
}

type Written = {
  read: Page
  window: StoredWindow
  pass: number
  page: number
  /** Links that no earlier page of the pass had. */
  fresh: number
}

/** The links, what was seen, and how far we are, in one transaction: a kill loses a few pages or nothing. */
async function writePage(
  reader: Reader,
  { read, window, pass, page, fresh }: Written,
  settle: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { ctx, run } = reader
  await reader.write(async (tx) => {
    await settle(tx)
    if (!read.answer) return undefined
    const { answer, sheet } = read
    const observedAt = answer.sentAt
    const seen = { sheet, mostlyNew: isMostlyNew(window), observedAt, cause: "sweep", causeId: run.id } as const
    const applied = await applyLinks(ctx, { ...seen, disjoint: run.kind === "full" })
    const ids = `{${sheet.map(({ id }) => id).join(",")}}`
    await tx.$executeRaw`
      INSERT INTO sweep_page (environment_id, run_id, "window", pass, page, observed_at, count, ids)
      VALUES (${ctx.environment.id}, ${run.id}::uuid, ${window.id}, ${pass}::smallint, ${page}, ${observedAt}::timestamptz, ${answer.count}, ${ids}::uuid[])
      ON CONFLICT (environment_id, run_id, "window", pass, page) DO UPDATE
        SET observed_at = excluded.observed_at, count = excluded.count, ids = excluded.ids`
    const { inserted, updated, unchanged } = applied
    const once = pass === 1 ? 1 : 0
    const expected = isAll(window) ? answer.count : null
    return { seen: once * fresh, inserted, updated, unchanged: once * unchanged, expected }
  })
}

/** What is no page: by itself. */
export const written = ({ write }: Reader, part: (tx: Tx) => Promise<unknown>): Promise<void> =>
  write(
    async (tx) => {
      await part(tx)
      return undefined
    },
    { isAlone: true },
  )

const isAll = ({ from, before, institutions, statuses }: StoredWindow): boolean =>
  from === null && before === null && institutions.length === 0 && statuses.length === 0

const toFilter = ({ from, before, institutions, statuses }: StoredWindow): LinkFilter => ({
  ...(from ? { createdAtGte: from } : {}),
  ...(before ? { createdAtLt: before } : {}),
  ...(institutions.length > 0 ? { institutionIn: institutions } : {}),
  ...(statuses.length > 0 ? { statusIn: statuses } : {}),
})
