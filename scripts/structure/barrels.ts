import { type Complaint, isTest, type Rule } from "@/scripts/structure/tree"

/** Import the file that defines a thing, never one that passes it on. */
export const barrels: Rule = (tree) =>
  [...tree.values()]
    .filter((source) => source.reexports && !isTest(source.path))
    .map(({ path }): Complaint => ({ path, text: "passes on what another file exports" }))
