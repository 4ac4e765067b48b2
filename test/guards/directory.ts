import { carryOutImport } from "@/lib/directory/engine/commands"
import { discardFile, receiveFile, startImport } from "@/lib/directory/files/commands"
import { importFile } from "@/lib/directory/files/running/commands"
import { importRows } from "@/lib/directory/importing/commands"
import { endDirectoryFiles } from "@/lib/directory/keeping/commands"
import {
  findListedImport,
  getDirectoryFacts,
  getImport,
  getRefusalsFile,
  hasDirectory,
  listImports,
  listRefusals,
  previewImport,
} from "@/lib/directory/queries"
import { undoImport } from "@/lib/directory/undoing/commands"
import { importOrders, type Place, usersFile } from "@/test/guards/place"
import { needs, type Row } from "@/test/guards/row"

async function* oneRow() {
  yield [{ line: 1, externalId: "usr_1", linkId: null }]
}

async function queue({ db, ids }: Place): Promise<string> {
  await db.directoryImport.updateMany({
    where: { id: ids.received },
    data: { state: "queued", columns: importOrders(ids.received).columns },
  })
  return ids.received
}

export const directoryRows: readonly Row[] = [
  needs("directory:import", receiveFile, () => [usersFile()]),
  needs("directory:import", startImport, ({ ids }) => [importOrders(ids.received)]),
  needs("directory:import", discardFile, ({ ids }) => [{ importId: ids.received }]),
  needs("directory:import", undoImport, ({ ids }) => [{ importId: ids.imported }]),
  needs("directory:import", previewImport, ({ ids }) => [{ importId: ids.received }], { elsewhere: { value: null } }),

  needs("directory:write", importFile, async (place) => [{ importId: await queue(place) }], {
    elsewhere: { value: null },
  }),
  needs("directory:write", carryOutImport, async (place) => [await queue(place), { rows: oneRow() }], {
    elsewhere: { value: null },
  }),
  needs("directory:write", importRows, () => [
    { source: "command", mode: "add", badRows: "skip", feed: { rows: oneRow() } },
  ]),
  needs("housekeeping", endDirectoryFiles, () => []),

  needs("directory:read", getDirectoryFacts, () => []),
  needs("directory:read", hasDirectory, () => []),
  needs("directory:read", listImports, () => [{ after: null }]),
  needs("directory:read", getImport, ({ ids }) => [{ importId: ids.imported }]),
  needs("directory:read", findListedImport, ({ ids }) => [{ importId: ids.imported }], { elsewhere: { value: null } }),
  needs("directory:read", listRefusals, ({ ids }) => [{ importId: ids.imported, most: 5 }], {
    elsewhere: { value: [] },
  }),
  needs("directory:read", getRefusalsFile, ({ ids }) => [{ importId: ids.imported }]),
]
