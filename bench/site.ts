import type { Mirror } from "@/bench/mirror"
import { startStackService, untilAnswers } from "@/scripts/stack/service"
import { stackMembers } from "@/scripts/stack/settings"

export type Site = {
  url: string
  /** The Cookie header of somebody who is signed in. */
  cookie: string
  /** Fetches a page as a browser that is signed in, to its last byte. Throws unless it is answered by 200. */
  get: (path: string) => Promise<string>
  stop: () => Promise<void>
}

/** The production build over a mirror, by the command that an operator starts it with. */
export async function openSite(
  { env, settings, links }: Mirror,
  { dataDir, signal }: { dataDir: string; signal: AbortSignal },
): Promise<Site> {
  const command: [string, ...string[]] = ["scripts/web.ts", "--hostname=127.0.0.1"]
  const service = startStackService(`web-${links}`, { dataDir, command, env, signal })
  const url = env.NEXTAUTH_URL
  try {
    await untilAnswers(service, { url: `${url}/api/health`, status: 200 })
    const engineer = stackMembers(settings).find(({ role }) => role === "engineer")
    if (!engineer) throw new Error("There is no engineer among the members")
    const cookie = await signIn(url, engineer)
    return { url, cookie, get: (path) => getPage(`${url}${path}`, cookie), stop: service.stop }
  } catch (error) {
    await service.stop()
    throw error
  }
}

async function getPage(address: string, cookie: string): Promise<string> {
  const response = await fetch(address, { headers: { cookie }, redirect: "manual" })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${address} was answered by ${response.status}`)
  return text
}

/** By next-auth's own door, as the form does. */
async function signIn(url: string, { email, password }: { email: string; password: string }): Promise<string> {
  const first = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = (await first.json()) as { csrfToken: string }
  const jar = cookiesOf(first)
  const second = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: jar },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  })
  const cookie = cookiesOf(second)
  if (!cookie.includes("session-token=")) throw new Error(`Could not sign in: ${await second.text()}`)
  return cookie
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0] ?? "")
    .join("; ")
}
