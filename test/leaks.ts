import { inspect } from "node:util"
import { withClient } from "@/scripts/with-client"

/** A text that was seen, and where. */
export type Seen = { where: string; text: string }

/** Everything that a value shows to whoever prints it, whatever the printer. */
export function seenIn(where: string, value: unknown): Seen[] {
  const printed = inspect(value, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null })
  const told = value instanceof Error ? [value.message, value.stack ?? "", String(value)] : []
  return [printed, toJson(value), ...told].map((text) => ({ where, text }))
}

/** Every row of every table, as text: bytes are hexadecimal. */
export function dumpTables(url: string): Promise<Seen[]> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(`
      SELECT oid::regclass::text AS name FROM pg_class
      WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        AND relnamespace::regnamespace::text NOT LIKE 'pg_toast%'`)
    const seen: Seen[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`)
      seen.push(...rows.map(({ text }) => ({ where: `table ${name}`, text })))
    }
    return seen
  })
}

/** `<secret> in <place>` for each secret and place where it stands, in whatever way it is written there. */
export function findLeaks(secrets: Readonly<Record<string, string>>, seen: readonly Seen[]): string[] {
  const found = Object.entries(secrets).flatMap(([name, secret]) => {
    const forms = formsOf(secret)
    return seen
      .filter(({ text }) => forms.some((form) => text.includes(form)))
      .map(({ where }) => `${name} in ${where}`)
  })
  return [...new Set(found)].toSorted()
}

function formsOf(secret: string): string[] {
  if (secret.length < 8) throw new Error("A secret as short as this is found by chance")
  const bytes = Buffer.from(secret, "utf8")
  // Of a text in a text only what does not depend on its neighbours: the base64 of its middle.
  const inBase64 = [0, 1, 2].map((skipped) => bytes.subarray(skipped, bytes.length - ((bytes.length - skipped) % 3)))
  const encoded = inBase64.flatMap((part) => [part.toString("base64"), part.toString("base64url")])
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), bytes.toString("hex"), ...encoded]
}

function toJson(value: unknown): string {
  const plain = (_key: string, one: unknown) => (typeof one === "bigint" ? String(one) : one)
  try {
    return JSON.stringify(value, plain) ?? ""
  } catch (error) {
    if (error instanceof TypeError) return "circular"
    throw error
  }
}
