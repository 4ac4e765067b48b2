import { join } from "node:path"
import { grepFolder } from "@/scripts/grep-folder"

/** Names of the server's side: where one stands in a file for browsers, more of the server is there than its name. */
const serverNames = ["ENLACE_KEY", "NEXTAUTH_SECRET", "BELVO_SECRET_PASSWORD", "pg-boss", "@prisma"]

/**
 * What a built application must not hold: the server's names in what browsers load, and any of these secrets anywhere in
 * what is served or run.
 */
export async function grepBuild(distDir: string, secrets: Readonly<Record<string, string>>): Promise<string[]> {
  const names = Object.fromEntries(serverNames.map((name) => [name, name]))
  return [
    ...(await grepFolder(join(distDir, "static"), { ...names, ...valuesOf(secrets) })).map(below("static")),
    ...(await grepFolder(join(distDir, "server"), valuesOf(secrets))).map(below("server")),
  ]
}

/** The same of the folder of logs that a stack leaves behind. */
export const grepLogs = (folder: string, secrets: Readonly<Record<string, string>>): Promise<string[]> =>
  grepFolder(folder, valuesOf(secrets))

const valuesOf = (secrets: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`the value of ${name}`, value]))

const below = (folder: string) => (complaint: string) => `${complaint} of ${folder}`
