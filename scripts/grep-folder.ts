import { existsSync, globSync, statSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"

/** `<name> in <file>` for every file of a folder, however deep, that holds one of the texts; names that say what a text is are shown in its place. */
export async function grepFolder(folder: string, texts: Readonly<Record<string, string>>): Promise<string[]> {
  if (!existsSync(folder)) throw new Error(`There is no ${folder} to look into`)
  const wanted = Object.entries(texts).filter(([, text]) => text !== "")
  const found: string[] = []
  for (const path of globSync("**/*", { cwd: folder }).toSorted()) {
    if (!statSync(join(folder, path)).isFile()) continue
    const bytes = await readFile(join(folder, path))
    found.push(...wanted.filter(([, text]) => bytes.includes(text)).map(([name]) => `${name} in ${path}`))
  }
  return found
}
