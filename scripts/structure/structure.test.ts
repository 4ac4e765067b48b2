import { describe, expect, it } from "vitest"
import { actions } from "@/scripts/structure/actions"
import { barrels } from "@/scripts/structure/barrels"
import { circles } from "@/scripts/structure/circles"
import { clientReach } from "@/scripts/structure/client-reach"
import { fileLengths } from "@/scripts/structure/file-lengths"
import { fileNames } from "@/scripts/structure/file-names"
import { importTable } from "@/scripts/structure/import-table"
import { purity } from "@/scripts/structure/purity"
import { type Rule, toTree } from "@/scripts/structure/tree"

const blamed = (rule: Rule, files: Record<string, string>) =>
  rule(toTree(files)).map((one) => `${one.path} ${one.text}`)

describe("importTable", () => {
  it.each([
    ["lib/links/queries.ts", "@/lib/links/commands"],
    ["lib/links/queries.ts", "@/lib/belvo/client"],
    ["lib/links/rules.ts", "@/lib/db"],
    ["lib/links/schema.ts", "@/lib/links/queries"],
    ["lib/links/schema.ts", "@/prisma/generated/client"],
    ["lib/links/actions.ts", "@/lib/db"],
    ["lib/links/jobs.ts", "@/lib/links/queries"],
    ["lib/links/commands.ts", "@/lib/mirror/commands"],
    ["lib/links/commands.ts", "@/lib/jobs/registry"],
    ["lib/recovery/mfa/commands.ts", "@/lib/exports/commands"],
    ["lib/time.ts", "@/lib/links/rules"],
    ["lib/belvo/client.ts", "@/lib/db"],
    ["lib/jobs/boss.ts", "@/lib/sync/commands"],
    ["app/(console)/[environment]/links/page.tsx", "@/lib/links/commands"],
    ["app/(console)/[environment]/links/page.tsx", "@/lib/db"],
    ["app/api/[environment]/links.csv/route.ts", "@/lib/links/actions"],
    ["components/ui/button.tsx", "@/components/shell/rail"],
    ["components/shell/rail.tsx", "@/components/links/status-badge"],
    ["components/links/table.tsx", "@/components/notes/note-list"],
    ["components/links/table.tsx", "@/lib/links/queries"],
    ["simulator/belvo.ts", "@/lib/belvo/schema"],
    ["simulator/belvo.ts", "@/lib/time"],
    ["lib/links/commands.ts", "@/simulator/belvo"],
    ["app/page.tsx", "@/simulator/belvo"],
    ["components/links/table.tsx", "../../scripts/postgres"],
  ])("refuses values in %s from %s", (path, from) => {
    expect(blamed(importTable, { [path]: `import { x } from "${from}"` })).toHaveLength(1)
  })

  it.each([
    ["lib/links/queries.ts", "@/lib/links/rules"],
    ["lib/mirror/commands.ts", "@/lib/links/commands"],
    ["lib/mirror/commands.ts", "@/lib/belvo/client"],
    ["lib/mirror/commands.ts", "@/lib/jobs/boss"],
    ["lib/mirror/commands.ts", "../db"],
    ["lib/mirror/actions.ts", "@/lib/action"],
    ["lib/recovery/mfa/commands.ts", "@/lib/recovery/schema"],
    ["lib/links/rules.ts", "@/lib/time"],
    ["lib/jobs/registry.ts", "@/lib/sync/jobs"],
    ["app/(console)/[environment]/links/page.tsx", "@/lib/links/queries"],
    ["components/links/table.tsx", "@/components/links/row"],
    ["components/links/table.tsx", "@/components/notes/count-badge"],
    ["components/links/table.tsx", "@/lib/mirror/actions"],
    ["lib/links/commands.test.ts", "@/simulator/belvo"],
    ["scripts/seed.ts", "@/lib/sync/commands"],
  ])("allows values in %s from %s", (path, from) => {
    expect(blamed(importTable, { [path]: `import { x } from "${from}"` })).toEqual([])
  })

  it.each([
    ["components/links/table.tsx", "@/lib/links/queries", true],
    ["lib/mirror/schema.ts", "@/lib/links/queries", true],
    ["simulator/belvo.ts", "@/lib/belvo/schema", true],
    ["simulator/belvo.ts", "@/lib/belvo/client", false],
    ["lib/links/schema.ts", "@/lib/mirror/schema", false],
    ["lib/time.ts", "@/lib/links/schema", false],
    ["lib/links/queries.ts", "@/components/links/table", false],
  ])("types in %s from %s: %s", (path, from, allowed) => {
    expect(blamed(importTable, { [path]: `import type { X } from "${from}"` })).toHaveLength(allowed ? 0 : 1)
  })

  it("sees import(), re-exports and imports that keep only types inside their braces", () => {
    const files = {
      "lib/links/schema.ts": 'const later = () => import("@/lib/db")',
      "lib/links/rules.ts": 'export { x } from "@/lib/db"',
      "lib/links/actions.ts": 'import { type X } from "@/lib/db"',
    }
    expect(blamed(importTable, files)).toHaveLength(3)
  })
})

describe("circles", () => {
  it("names the way from a file back to itself", () => {
    const files = {
      "lib/a.ts": 'import { b } from "@/lib/b"',
      "lib/b.ts": 'import { c } from "./c"',
      "lib/c.ts": 'import { a } from "@/lib/a"',
    }
    expect(blamed(circles, files)).toEqual(["lib/a.ts imports itself: lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts"])
  })

  it("lets types go round", () => {
    const files = { "lib/a.ts": 'import { b } from "@/lib/b"', "lib/b.ts": 'import type { A } from "@/lib/a"' }
    expect(blamed(circles, files)).toEqual([])
  })
})

describe("clientReach", () => {
  const client = (from: string) => `"use client"\nimport { x } from "${from}"`

  it("finds a query that a client component reaches over another file", () => {
    const files = {
      "components/links/table.tsx": client("@/components/links/row"),
      "components/links/row.tsx": 'import { listLinks } from "@/lib/links/queries"',
      "lib/links/queries.ts": "export const listLinks = 1",
    }
    expect(blamed(clientReach, files)).toEqual([
      "components/links/table.tsx is a client component and reaches lib/links/queries.ts",
    ])
  })

  it.each(["node:crypto", "pg", "next/headers"])("finds %s in the browser's cargo", (name) => {
    const files = {
      "components/links/table.tsx": client("@/lib/links/rules"),
      "lib/links/rules.ts": `import x from "${name}"`,
    }
    expect(blamed(clientReach, files)).toHaveLength(1)
  })

  it("ends at an action, which stays on the server, and ignores types", () => {
    const files = {
      "components/links/table.tsx": `${client("@/lib/links/actions")}\nimport type { Row } from "@/lib/links/queries"`,
      "lib/links/actions.ts": '"use server"\nimport { act } from "@/lib/links/commands"',
      "lib/links/commands.ts": 'import pg from "pg"',
      "lib/links/queries.ts": "export type Row = 1",
    }
    expect(blamed(clientReach, files)).toEqual([])
  })
})

describe("actions", () => {
  it.each([
    ["a function", '"use server"\nexport async function open() {}'],
    ["a default export", '"use server"\nexport default async () => {}'],
    ["a constant that something else makes", '"use server"\nexport const open = wrap(command)'],
    ["names exported apart", '"use server"\nconst open = 1\nexport { open }'],
    ["no directive", "export const open = action(schema, command)"],
  ])("refuses %s", (_what, text) => {
    expect(blamed(actions, { "lib/links/actions.ts": text })).toHaveLength(1)
  })

  it("allows what action(…) makes, and types", () => {
    const text = '"use server"\nexport const open = action(schema, command)\nexport type Opened = string'
    expect(blamed(actions, { "lib/links/actions.ts": text })).toEqual([])
  })

  it("refuses the directive elsewhere, also inside a function", () => {
    const text = 'export function Page() {\n  async function save() {\n    "use server"\n  }\n}'
    expect(blamed(actions, { "app/page.tsx": text })).toHaveLength(1)
  })
})

describe("fileNames", () => {
  it.each([
    "lib/links/filters.ts",
    "lib/gizmos/schema.ts",
    "lib/helpers.ts",
    "components/links/index.ts",
    "components/links/LinkTable.tsx",
    "app/links/table.tsx",
  ])("refuses %s", (path) => {
    expect(blamed(fileNames, { [path]: "" })).toHaveLength(1)
  })

  it.each([
    "lib/links/schema.ts",
    "lib/links/commands.db.test.ts",
    "lib/recovery/mfa/rules.ts",
    "lib/belvo/request-id.ts",
    "components/links/link-table.tsx",
    "app/(console)/[environment]/links/page.tsx",
    "app/api/auth/[...nextauth]/route.ts",
  ])("allows %s", (path) => {
    expect(blamed(fileNames, { [path]: "" })).toEqual([])
  })
})

describe("fileLengths", () => {
  const lines = (count: number) => "\n".repeat(count)
  const short = Object.fromEntries(Array.from({ length: 19 }, (_, i) => [`lib/short-${i}.ts`, lines(50)]))

  it("allows one file in twenty up to 250 lines", () => {
    expect(blamed(fileLengths, { ...short, "lib/long.ts": lines(250) })).toEqual([])
  })

  it("refuses more of them, and any that is longer", () => {
    expect(blamed(fileLengths, { ...short, "lib/long.ts": lines(201), "lib/long-too.ts": lines(201) })).toHaveLength(2)
    expect(blamed(fileLengths, { ...short, "lib/long.ts": lines(251) })).toEqual(["lib/long.ts has 251 lines"])
  })
})

describe("purity", () => {
  it.each([
    ["lib/links/rules.ts", "const now = Date.now()"],
    ["lib/links/rules.ts", "const now = new Date()"],
    ["lib/links/rules.ts", 'import { readFile } from "node:fs/promises"'],
    ["lib/links/commands.ts", 'import { redirect } from "next/navigation"'],
    ["lib/links/queries.ts", 'import { cache } from "react"'],
    ["lib/time.ts", 'import "server-only"'],
  ])("refuses in %s: %s", (path, text) => {
    expect(blamed(purity, { [path]: text })).toHaveLength(1)
  })

  it("allows rules that are given the time", () => {
    expect(blamed(purity, { "lib/links/rules.ts": "const at = (now: Date) => new Date(now.getTime())" })).toEqual([])
  })
})

describe("barrels", () => {
  it("refuses files that pass on values, not those that pass on types", () => {
    expect(blamed(barrels, { "lib/a.ts": 'export { b } from "@/lib/b"' })).toHaveLength(1)
    expect(blamed(barrels, { "lib/a.ts": 'export * from "@/lib/b"' })).toHaveLength(1)
    expect(blamed(barrels, { "lib/a.ts": 'export type { B } from "@/lib/b"' })).toEqual([])
  })
})
