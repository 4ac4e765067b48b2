import type { Source } from "@/scripts/structure/source"
import { type Complaint, type Rule, type Tree, valueTargets } from "@/scripts/structure/tree"

const serverOnly = [
  /^lib\/.*\/(queries|commands|jobs)\.ts$/,
  /^lib\/jobs\//,
  /^lib\/belvo\/(?!schema|patterns)/,
  /^lib\/(?!list-params|page|time|format|progress|permissions|errors|ctx)[^/]+$/,
  /^prisma\//,
  /^simulator\//,
]
const serverPackages = /^(node:|pg$|pg-|@prisma\/|@node-rs\/|next\/(headers|cache)$|next-intl\/server$|server-only$)/

/** What a client component needs ends up in the browser: no database, no secrets, no Node. Actions are doors, not cargo. */
export const clientReach: Rule = (tree) => {
  const clients = [...tree.values()].filter((source) => source.directive === "use client")
  return clients.flatMap((client) => cargoOf(tree, client).flatMap((source) => complaintsOf(client, source)))
}

function cargoOf(tree: Tree, client: Source): Source[] {
  const cargo = new Set([client])
  for (const source of cargo) {
    for (const target of valueTargets(tree, source)) if (target.directive !== "use server") cargo.add(target)
  }
  return [...cargo]
}

function complaintsOf(client: Source, source: Source): Complaint[] {
  const ofServer = serverOnly.some((pattern) => pattern.test(source.path))
  if (ofServer) return [{ path: client.path, text: `is a client component and reaches ${source.path}` }]
  const packages = source.imports.filter((one) => !one.typeOnly && serverPackages.test(one.from))
  return packages.map((one) => ({
    path: client.path,
    text: `is a client component and reaches ${one.from}, by ${source.path}`,
  }))
}
