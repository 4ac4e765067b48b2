import { createHash } from "node:crypto"
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"

const skipped = /(^|\/)(node_modules|\.[^/]*)(\/|$)|\.test\.tsx?$/

/** One hash over the names and bytes of the files at these paths; tests and hidden folders do not count, missing paths are empty. */
export async function sourceHash(
  root: string,
  paths: readonly string[],
  counts: (file: string) => boolean = () => true,
): Promise<string> {
  const hash = createHash("sha256")
  for (const path of [...paths].sort()) {
    for (const file of (await filesAt(root, path)).filter(counts)) {
      hash
        .update(`${file}\0`)
        .update(await readFile(join(root, file)))
        .update("\0")
    }
  }
  return hash.digest("hex").slice(0, 16)
}

async function filesAt(root: string, path: string): Promise<string[]> {
  const found = await stat(join(root, path)).catch(() => null)
  if (!found) return []
  if (found.isFile()) return [path]
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !skipped.test(file))
    .sort()
}
