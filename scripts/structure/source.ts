import { parseAst } from "vitest/node"

export type Import = {
  /** As written: `@/lib/time`, `./row`, `zod`. */
  from: string
  /** Gone after compilation. `import { type A }` is not: the statement stays for its side effects. */
  typeOnly: boolean
}

export type Source = {
  path: string
  text: string
  directive: "use client" | "use server" | null
  imports: readonly Import[]
  /** Whether values of other modules are passed on. */
  reexports: boolean
  /** Exported values: their name and the function whose call makes them, where one does. */
  exports: readonly { name: string; madeBy: string | null }[]
}

type Node = { type: string; [field: string]: unknown }

export function parseSource(path: string, text: string): Source {
  const lang = path.endsWith("x") ? "tsx" : "ts"
  const body = (parseAst(text, { lang }, path).body as unknown[]).filter(isNode)
  return {
    path,
    text,
    directive: findDirective(body),
    imports: body.flatMap(importsIn),
    reexports: body.some((node) => isReexport(node) && node.exportKind !== "type"),
    exports: body.flatMap(exportsOf),
  }
}

function findDirective(body: readonly Node[]): Source["directive"] {
  const found = body.find((node) => node.directive === "use client" || node.directive === "use server")
  return found?.directive === "use client" ? "use client" : found ? "use server" : null
}

/** Static imports, re-exports, `import()` and `import("…").Type`, at any depth. */
function importsIn(node: Node): Import[] {
  const own = ownImport(node)
  return [...own, ...Object.values(node).flatMap((value) => [value].flat().filter(isNode).flatMap(importsIn))]
}

function ownImport(node: Node): Import[] {
  const source = isNode(node.source) ? node.source.value : undefined
  if (typeof source !== "string") return []
  const typeOnly = node.type === "TSImportType" || node.importKind === "type" || node.exportKind === "type"
  return [{ from: source, typeOnly }]
}

function isReexport(node: Node): boolean {
  return node.type === "ExportAllDeclaration" || (node.type === "ExportNamedDeclaration" && isNode(node.source))
}

function exportsOf(node: Node): { name: string; madeBy: string | null }[] {
  if (node.type === "ExportDefaultDeclaration") return [{ name: "default", madeBy: null }]
  if (node.type !== "ExportNamedDeclaration" || node.exportKind === "type") return []
  const declaration = isNode(node.declaration) ? node.declaration : null
  if (declaration?.type !== "VariableDeclaration") {
    return [{ name: nameOf(declaration?.id) ?? "{ … }", madeBy: null }]
  }
  const declarators = [declaration.declarations].flat().filter(isNode)
  return declarators.map((one) => ({ name: nameOf(one.id) ?? "…", madeBy: calleeOf(one.init) }))
}

function calleeOf(init: unknown): string | null {
  return isNode(init) && init.type === "CallExpression" ? nameOf(init.callee) : null
}

function nameOf(node: unknown): string | null {
  return isNode(node) && typeof node.name === "string" ? node.name : null
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"
}
