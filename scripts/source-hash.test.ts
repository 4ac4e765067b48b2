import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { sourceHash } from "@/scripts/source-hash"

async function folder() {
  const root = await mkdtemp(join(tmpdir(), "enlace-hash-"))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(join(root, "lib"))
  await writeFile(join(root, "lib/a.ts"), "a")
  return root
}

it("changes with a file's bytes and name", async () => {
  const root = await folder()
  const first = await sourceHash(root, ["lib"])

  await writeFile(join(root, "lib/a.ts"), "b")
  const second = await sourceHash(root, ["lib"])
  await rename(join(root, "lib/a.ts"), join(root, "lib/b.ts"))
  const third = await sourceHash(root, ["lib"])

  expect(new Set([first, second, third]).size).toBe(3)
})

it("does not change with tests, hidden files, order or what is not there", async () => {
  const root = await folder()
  const first = await sourceHash(root, ["lib", "app"])

  await writeFile(join(root, "lib/a.test.ts"), "a")
  await writeFile(join(root, "lib/.hidden"), "a")

  expect(await sourceHash(root, ["app", "lib"])).toBe(first)
})
