import { openDatabase } from "@/scripts/database"
import { prepareDatabase } from "@/scripts/prepare-database"

const database = await openDatabase()
try {
  const applied = await prepareDatabase(database.url)
  for (const name of applied) console.log(`applied ${name}`)
  if (applied.length === 0) console.log("nothing to apply")
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await database.stop()
}
