import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { withLock } from "@/scripts/lock.mjs"
import { runProcess } from "@/scripts/processes"
import { sourceHash } from "@/scripts/source-hash"

const root = join(import.meta.dirname, "..")
const stamp = join(root, "prisma/generated/.made-from")

/** Makes the database client anew where schema.prisma or Prisma has changed. */
await withLock(stamp, async () => {
  const hash = await sourceHash(root, ["prisma/schema.prisma", "node_modules/prisma/package.json"])
  if ((await readFile(stamp, "utf8").catch(() => "")) === hash) return
  process.exitCode = await generate()
  if (process.exitCode === 0) await writeFile(stamp, hash)
})

/** Prisma 7 asks for its schema engine even where it does not use it; a program that fails keeps it from downloading one. */
async function generate(): Promise<number> {
  let output = ""
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: "/bin/false", PRISMA_HIDE_UPDATE_MESSAGE: "1" }
  const code = await runProcess(["prisma", "generate"], { env, onOutput: (text) => (output += text) })
  if (code !== 0) console.error(output)
  return code
}
