import type { Source } from "@/scripts/structure/source"
import { type Complaint, isTest, type Rule, type Tree, valueTargets } from "@/scripts/structure/tree"

/** No file needs itself, over however many others. */
export const circles: Rule = (tree) => {
  const done = new Set<Source>()
  return [...tree.values()].filter((source) => !isTest(source.path)).flatMap((source) => visit(tree, source, [], done))
}

function visit(tree: Tree, source: Source, trail: readonly Source[], done: Set<Source>): Complaint[] {
  const start = trail.indexOf(source)
  if (start >= 0) {
    const circle = [...trail.slice(start), source].map((one) => one.path).join(" → ")
    return [{ path: source.path, text: `imports itself: ${circle}` }]
  }
  if (done.has(source)) return []
  const found = valueTargets(tree, source).flatMap((target) => visit(tree, target, [...trail, source], done))
  done.add(source)
  return found
}
