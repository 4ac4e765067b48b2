import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"

/** Who runs the server: PostgreSQL refuses to be root. Empty ids mean ourselves. */
export type Account = { name: string; ids: { uid: number; gid: number } | Record<string, never> }

export async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return { name: "this account", ids: {} }
  const account = parseAccount(await readFile("/etc/passwd", "utf8"))
  if (!account)
    throw new Error("PostgreSQL does not run as root, and there is no account postgres or nobody to run it as")
  return account
}

/** The account `postgres`, or else `nobody`, from the text of /etc/passwd. */
export function parseAccount(passwd: string): Account | null {
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] =
      passwd
        .split("\n")
        .find((line) => line.startsWith(`${name}:`))
        ?.split(":") ?? []
    if (uid && gid) return { name, ids: { uid: Number(uid), gid: Number(gid) } }
  }
  return null
}

/** Asks the kernel as that account, since modes alone do not tell (groups, access lists). */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  const child = spawn("/bin/sh", ["-c", 'cd "$0"', folder], { ...account.ids, cwd: "/", stdio: "ignore" })
  const [code] = await once(child, "exit")
  return code === 0
}
