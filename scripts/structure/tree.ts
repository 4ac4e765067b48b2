import { dirname, join } from "node:path/posix"
import { type Import, parseSource, type Source } from "@/scripts/structure/source"

/** All sources by their path from the root. */
export type Tree = ReadonlyMap<string, Source>

export type Complaint = { path: string; text: string }
export type Rule = (tree: Tree) => Complaint[]

export function toTree(files: Readonly<Record<string, string>>): Tree {
  return new Map(Object.entries(files).map(([path, text]) => [path, parseSource(path, text)]))
}

/** The path from the root without its ending, `lib/time`; null for a package. */
export function targetOf(source: Source, { from }: Import): string | null {
  if (from.startsWith("@/")) return from.slice(2)
  return from.startsWith(".") ? join(dirname(source.path), from).replace(/\.[cm]?[jt]sx?$/, "") : null
}

export function fileAt(tree: Tree, target: string): Source | undefined {
  return tree.get(target) ?? tree.get(`${target}.ts`) ?? tree.get(`${target}.tsx`)
}

/** The files of ours whose values a file needs when it runs. */
export function valueTargets(tree: Tree, source: Source): Source[] {
  return source.imports.flatMap((one) => {
    const target = one.typeOnly ? null : targetOf(source, one)
    return (target && fileAt(tree, target)) || []
  })
}

export function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(path) || /^(test|e2e|bench)\//.test(path)
}
