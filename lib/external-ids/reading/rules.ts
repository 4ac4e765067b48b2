import type { ExternalIdKind } from "@/lib/external-ids/schema"

/** Groups of digits that stand side by side: `529-982-247-25`. `k`: a K stands at the end, as in some RUTs. */
export type Run = { groups: readonly string[]; k: boolean }

/** An external id in its parts, without what machines make: UUIDs, ULIDs and hashes mean nothing, whatever stands in them by chance. */
export type Reading = {
  text: string
  /** What separators part, in capitals and without accents. */
  words: readonly string[]
  runs: readonly Run[]
  /** Kinds that a word of the id names: `cpf_…`. */
  said: ReadonlySet<ExternalIdKind>
}

const longestRead = 300

export function readExternalId(externalId: string): Reading {
  const text = externalId.slice(0, longestRead).replace(machineMade, " ")
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase()
  const words = plain.split(/[^\p{L}\p{N}&]+/u).filter((word) => word !== "")
  const said = words.flatMap((word) => kindsNamed.get(/^[A-Z]*/.exec(word)?.[0] ?? "") ?? [])
  return { text, words, runs: toRuns(words), said: new Set(said) }
}

const machineMade =
  /(?<![a-z0-9])(?:[0-9a-f]{8}([-_]?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}|[0-7][0-9a-hjkmnp-tv-z]{25}|[0-9a-f]{24,})(?![a-z0-9])/gi

const kindsNamed: ReadonlyMap<string, ExternalIdKind> = new Map([
  ...named("cpf", "CPF"),
  ...named("cnpj", "CNPJ"),
  ...named("curp", "CURP"),
  ...named("rfc", "RFC"),
  ...named("rut", "RUT"),
  ...named("card", "CARD TARJETA CARTAO PAN"),
  ...named("phone", "TEL TELEFONO TELEFONE PHONE FONE FONO CEL CELULAR MOVIL WHATSAPP"),
])

function named(kind: ExternalIdKind, words: string): [string, ExternalIdKind][] {
  return words.split(" ").map((word) => [word, kind])
}

function toRuns(words: readonly string[]): Run[] {
  const runs: { groups: string[]; k: boolean }[] = []
  let open: (typeof runs)[number] | undefined
  for (const word of words) {
    const [, letters, digits, k] = /^([A-Z]*)(\d+)(K?)$/.exec(word) ?? []
    if (digits === undefined) {
      if (open && word === "K") open.k = true
      open = undefined
      continue
    }
    const run: (typeof runs)[number] = open && !letters ? open : { groups: [], k: false }
    if (run !== open) runs.push(run)
    run.groups.push(digits)
    run.k = k === "K"
    open = run.k ? undefined : run
  }
  return runs
}
