import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const skipped = new Set(["node_modules", "generated", "public"])

/** The text of every TypeScript file by its path from the root. */
export function readSources(root: string): Record<string, string> {
  return Object.fromEntries(listSources(root, "").map((path) => [path, readFileSync(join(root, path), "utf8")]))
}

function listSources(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.name.startsWith(".") || skipped.has(entry.name)) return []
    if (entry.isDirectory()) return listSources(root, path)
    return /(?<!\.d)\.tsx?$/.test(entry.name) ? [path] : []
  })
}
