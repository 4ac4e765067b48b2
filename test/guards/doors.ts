import { globSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../..")

/** Every exported function of commands and queries whose first parameter is the context, under its name. */
export async function findDoors(): Promise<Map<unknown, string>> {
  const files = globSync("lib/**/{commands,queries}.ts", { cwd: root }).toSorted()
  const found = new Map<unknown, string>()
  for (const file of files) {
    const exported: Record<string, unknown> = await import(join(root, file))
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value === "function" && takesCtx(value))
        found.set(value, `${file.replace(/^lib\/|\.ts$/g, "")} ${name}`)
    }
  }
  return found
}

/** As it is written: `function x(ctx, …)`, `async (ctx) =>`. */
const takesCtx = (value: object): boolean => /^(async\s+)?(function\s*\w*\s*)?\(?\s*ctx\b/.test(String(value))
