import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg"

let loaded: Promise<void> | undefined

/** The package's own entry imports the .wasm file as a module, which Node does not do: this joins the two halves by hand. */
export function loadSchemaEngine(): Promise<void> {
  loaded ??= load()
  return loaded
}

async function load() {
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"))
  const module = await WebAssembly.compile(await readFile(join(folder, "schema_engine_bg.wasm")))
  const instance = await WebAssembly.instantiate(module, { "./schema_engine_bg.js": glue })
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => console.error(text) } })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === "function") start()
}
