import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { withLock } from "./lock.mjs"

const root = join(import.meta.dirname, "..")

/** Runs on whatever Node the machine has: brings node_modules to what the lock says, then goes on in TypeScript on the Node that came with it. */
export async function runInstalled(script) {
  await withLock(join(root, "node_modules"), async () => {
    if (!isInstalled(readJson("package-lock.json"), readJson("node_modules/.package-lock.json"))) await install()
  })
  const bin = join(root, "node_modules/.bin")
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
  const child = spawn(join(bin, "node"), ["--import", "tsx", join(root, script), ...process.argv.slice(2)], {
    stdio: "inherit",
    cwd: root,
    env,
  })
  // The child hears Ctrl+C itself and stops what it started; leaving before it would hide that.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, "exit")
  process.exitCode = code ?? 1
}

/** npm notes in node_modules what it installed. Optional packages may be missing: they are for other machines. */
export function isInstalled(lock, installed) {
  if (!lock || !installed) return false
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== "")
  return (
    wanted.every(
      ([path, { version, optional }]) => (installed.packages[path]?.version ?? (optional && version)) === version,
    ) && Object.keys(installed.packages).every((path) => path in lock.packages)
  )
}

async function install() {
  console.log("Installing dependencies…")
  // npm's own Node, not the one in node_modules, which npm is about to replace.
  const npm = process.env.npm_execpath ? [process.env.npm_node_execpath, process.env.npm_execpath] : ["npm"]
  const child = spawn(npm[0], [...npm.slice(1), "ci", "--no-progress"], {
    stdio: ["ignore", "inherit", "inherit"],
    cwd: root,
  })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error(`npm ci ended with ${code}`)
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"))
  } catch {
    return null
  }
}
