import type { Source } from "@/scripts/structure/source"
import { type Complaint, isTest, type Rule } from "@/scripts/structure/tree"

const makers = ["action", "installationAction", "visitorAction"]

/** Every export of a "use server" file is an endpoint, so each must be made by what signs in and parses. */
export const actions: Rule = (tree) =>
  [...tree.values()]
    .filter((source) => !isTest(source.path))
    .flatMap((source) => (isActions(source.path) ? complaintsOfActions(source) : complaintsOfOthers(source)))

function isActions(path: string): boolean {
  return /^lib\/.+\/actions\.ts$/.test(path)
}

function complaintsOfActions(source: Source): Complaint[] {
  if (source.directive !== "use server") return [{ path: source.path, text: 'must begin with "use server"' }]
  const open = source.exports.filter(({ madeBy }) => !makers.includes(madeBy ?? ""))
  return open.map(({ name }) => ({ path: source.path, text: `exports ${name}, which is not made by action(…)` }))
}

function complaintsOfOthers({ path, text }: Source): Complaint[] {
  const isCode = /^(app|components|lib)\//.test(path)
  return isCode && /^\s*["']use server["'];?\s*$/m.test(text)
    ? [{ path, text: 'only actions.ts says "use server"' }]
    : []
}
