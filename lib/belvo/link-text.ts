import { parseBody } from "@/lib/belvo/body"
import type { Where } from "@/lib/belvo/errors"
import { type BelvoLink, toLink } from "@/lib/belvo/link"
import { isPlainLink } from "@/lib/belvo/plain-page"
import { toBodyError, toShapeError } from "@/lib/belvo/refusal"
import { linkSchema } from "@/lib/belvo/schema"

/**
 * A link and how Belvo wrote it; `text` is null where that could not be told apart from its neighbours. `link` reads it, and throws
 * a BelvoError where it is not as expected: nearly all that a sweep is sent it knows already, by the text alone.
 */
export type LinkText = { readonly id: string; readonly text: string | null; readonly link: () => BelvoLink }

export const readAlready = (link: BelvoLink, text: string | null = null): LinkText => ({
  id: link.id,
  text,
  link: () => link,
})

export type SplitPage = { count: number; next: string | null; links: readonly LinkText[] }

/** Without parsing it; null where it is not written as pages of links usually are, so that it must be. */
export function splitLinkPage(text: string, where: Where): SplitPage | null {
  const [head, count, next] = HEAD.exec(text) ?? []
  if (!head || !next || !text.endsWith(END)) return null
  const texts = splitTexts(text, head.length, text.length - END.length)
  if (!texts || hasInnerObjects(text, texts.length)) return null
  const links = texts.map((one, at) => toLinkText(one, at, where))
  return { count: Number(count), next: next === "null" ? null : next.slice(1, -1), links }
}

const HEAD = /^\{"count":(\d{1,15}),"next":(null|"[^"\\]*"),"previous":(?:null|"[^"\\]*"),"results":\[/
const END = "]}"
const FIRST = '{"id":"'
/** Never within a text of JSON, whose quotes are escaped. */
const BETWEEN = `},${FIRST}`

function splitTexts(text: string, from: number, end: number): string[] | null {
  if (from === end) return []
  const texts: string[] = []
  for (let start = from; ; ) {
    if (!text.startsWith(FIRST, start) || !UUID.test(idOf(text, start))) return null
    const next = text.indexOf(BETWEEN, start)
    texts.push(text.slice(start, next < 0 ? end : next + 1))
    if (next < 0) return texts
    start = next + 2
  }
}

const idOf = (text: string, start: number): string => text.slice(start + FIRST.length, start + FIRST.length + 37)
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"$/

/** Any brace beyond the page's and one a link: an object within a link, which may be a list's end and beginning, or a mere text. */
function hasInnerObjects(text: string, links: number): boolean {
  let braces = 0
  for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at + 1)) if (++braces > links + 1) return true
  return false
}

function toLinkText(text: string, at: number, where: Where): LinkText {
  let link: BelvoLink | undefined
  return {
    id: copyOf(idOf(text, 0).slice(0, -1)),
    text,
    link: () => {
      link ??= readLinkText(text, at, where)
      return link
    },
  }
}

/** By itself: a slice would keep the whole page's text for as long as anybody keeps the id. */
const copyOf = (ascii: string): string => Buffer.from(ascii, "latin1").toString("latin1")

function readLinkText(text: string, at: number, where: Where): BelvoLink {
  const body = parseBody(text)
  if (body.kind !== "json") throw toBodyError(where, body.kind)
  if (isPlainLink(body.json)) return toLink(body.json)
  const checked = linkSchema.safeParse(body.json)
  if (checked.success) return toLink(checked.data)
  throw toShapeError(where, ["results", at, ...(checked.error.issues[0]?.path ?? [])])
}
