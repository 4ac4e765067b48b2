import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { linkNode } from "./link-node.mjs"
import { withLock } from "./lock.mjs"

const root = join(import.meta.dirname, "..")
const signals = ["SIGINT", "SIGTERM", "SIGHUP"]

/** Starts on whatever Node the machine has: brings node_modules to what the lock says, then goes on in TypeScript. */
export async function runInstalled(script) {
  await withLock(join(root, "node_modules"), async () => {
    if (!isInstalled(readJson("package-lock.json"), readJson("node_modules/.package-lock.json"))) await install()
    linkNode()
  })
  process.exitCode = (await run("scripts/generate.ts")) || (await run(script, ...process.argv.slice(2)))
}

/** On the Node that came with the dependencies. The child hears Ctrl+C itself and stops what it started; leaving before it would hide that. */
async function run(script, ...rest) {
  const bin = join(root, "node_modules/.bin")
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
  const command = ["--import", "tsx", join(root, script), ...rest]
  const child = spawn(join(bin, "node"), command, { stdio: "inherit", cwd: root, env })
  const pass = (signal) => child.kill(signal)
  for (const signal of signals) process.on(signal, pass)
  const [code] = await once(child, "exit")
  for (const signal of signals) process.off(signal, pass)
  return code ?? 1
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
  const child = spawn(npm[0], [...npm.slice(1), "ci", "--no-progress", "--loglevel=error"], {
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
