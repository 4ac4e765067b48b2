import { join } from "node:path"
import { actions } from "@/scripts/structure/actions"
import { barrels } from "@/scripts/structure/barrels"
import { circles } from "@/scripts/structure/circles"
import { clientReach } from "@/scripts/structure/client-reach"
import { fileLengths } from "@/scripts/structure/file-lengths"
import { fileNames } from "@/scripts/structure/file-names"
import { importTable } from "@/scripts/structure/import-table"
import { purity } from "@/scripts/structure/purity"
import { readSources } from "@/scripts/structure/read-sources"
import { toTree } from "@/scripts/structure/tree"

const root = join(import.meta.dirname, "..")
const rules = [importTable, circles, clientReach, actions, fileNames, fileLengths, purity, barrels]

const tree = toTree(readSources(root))
const complaints = rules.flatMap((rule) => rule(tree))
for (const { path, text } of complaints) console.error(`${path} ${text}`)
console.log(`structure: ${tree.size} files, ${complaints.length} complaints`)
process.exitCode = complaints.length > 0 ? 1 : 0
