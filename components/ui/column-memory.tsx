"use client"

import { createContext, type ReactNode, useContext, useState } from "react"
import { columnsCookie, remember } from "./remember"

/** Names of hidden columns by table. */
type Hidden = Readonly<Record<string, readonly string[]>>

const Memory = createContext<{ hidden: Hidden; save: (table: string, columns: readonly string[]) => void } | null>(null)

/** Knows from the cookie which columns are hidden before anything is drawn. */
export function ColumnMemory({ cookie, children }: { cookie: string | undefined; children: ReactNode }) {
  const [hidden, setHidden] = useState(() => parseHidden(cookie))
  const save = (table: string, columns: readonly string[]) => {
    const next = { ...hidden, [table]: columns }
    setHidden(next)
    remember(columnsCookie, writeHidden(next))
  }
  return <Memory value={{ hidden, save }}>{children}</Memory>
}

/** The hidden columns of one table, and how to change them; `initial` holds until somebody has chosen. */
export function useHiddenColumns(table: string, initial: readonly string[] = []) {
  const memory = useContext(Memory)
  const [own, setOwn] = useState<readonly string[] | undefined>()
  const hidden = memory?.hidden[table] ?? own ?? initial
  const save = (columns: readonly string[]) => (memory === null ? setOwn(columns) : memory.save(table, columns))
  return { hidden, save }
}

/** `links:country,type;audit:` as the cookie holds it. */
export function parseHidden(text = ""): Hidden {
  const parts = text.split(";").map((part) => part.split(":"))
  const tables = parts.filter(([table, columns]) => table && columns !== undefined)
  return Object.fromEntries(tables.map(([table, columns]) => [table, columns?.split(",").filter(Boolean) ?? []]))
}

export function writeHidden(hidden: Hidden): string {
  return Object.entries(hidden)
    .map(([table, columns]) => `${table}:${columns.join(",")}`)
    .join(";")
}
