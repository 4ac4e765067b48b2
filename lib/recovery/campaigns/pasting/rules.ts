import { readQuery } from "@/lib/links/schema"
import type { LineProblem } from "@/lib/recovery/campaigns/schema"

export type PastedLine = { line: number; value: string }
export type BadLine = { line: number; reason: LineProblem }
export type Pasted = {
  /** Each value once, at the first line that has it. */
  ids: PastedLine[]
  bad: BadLine[]
  /** Lines with anything in them. */
  lines: number
}

/** One id a line, as people paste them: blanks, quotes and a separator at the end are cut off, empty lines passed over. */
export function parsePasted(text: string): Pasted {
  const pasted: Pasted = { ids: [], bad: [], lines: 0 }
  const seen = new Set<string>()
  let line = 0
  for (const raw of eachLine(text)) {
    line += 1
    const cut = raw.trim().replace(/[,;\t]+$/, "")
    if (cut === "") continue
    pasted.lines += 1
    const value = readQuery(cut)
    if (value === undefined) pasted.bad.push({ line, reason: "unreadable" })
    else if (seen.has(value)) pasted.bad.push({ line, reason: "repeated" })
    else {
      seen.add(value)
      pasted.ids.push({ line, value })
    }
  }
  return pasted
}

function* eachLine(text: string): Generator<string> {
  const ends = /\r\n|\n|\r/g
  let from = text.startsWith("\ufeff") ? 1 : 0
  for (const end of text.matchAll(ends)) {
    yield text.slice(from, end.index)
    from = end.index + end[0].length
  }
  if (from < text.length) yield text.slice(from)
}
