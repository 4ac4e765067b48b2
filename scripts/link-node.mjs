import { existsSync, mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"

const modules = join(import.meta.dirname, "../node_modules")

/** npm 10 takes away the link of the Node that fits this machine together with that of the one that does not. */
export function linkNode() {
  const found = `node-${process.platform}-${process.arch}/bin/node`
  const link = join(modules, ".bin/node")
  if (!existsSync(join(modules, found)) || existsSync(link)) return
  mkdirSync(join(modules, ".bin"), { recursive: true })
  symlinkSync(join("..", found), link)
}

if (process.argv[1] === import.meta.filename) linkNode()
