import { type APIRequestContext, type BrowserContext, expect, type Page, request as requests } from "@playwright/test"
import { memberOf, stackFacts } from "@/e2e/stack"
import type { Role } from "@/lib/permissions"

export type Attempt = { email: string; password: string; headers?: Record<string, string> }

/** Of this worker's first sign-in as each role. */
const sessions = new Map<Role, Cookies>()
type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>

/** Signs the page's browser in as the stack's member of this role: by the door where it is the first, and without its page. */
export async function signInAs(page: Page, role: Role): Promise<void> {
  const kept = sessions.get(role)
  if (kept) return page.context().addCookies(kept)
  const answer = await attempt(page.request, memberOf(role))
  expect(answer.error).toBeNull()
  sessions.set(role, await page.context().cookies())
}

/** An agent without a browser, the same for all tests of this worker. */
export function signedInAgent(): Promise<{ request: APIRequestContext }> {
  agent ??= requests.newContext({ baseURL: stackFacts().url }).then(async (request) => {
    expect((await attempt(request, memberOf("support"))).error).toBeNull()
    return { request }
  })
  return agent
}
let agent: Promise<{ request: APIRequestContext }> | undefined

/** One attempt at next-auth's own door, as a script would make it; `error` is next-auth's word. */
export async function attempt(request: APIRequestContext, { email, password, headers = {} }: Attempt) {
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json()
  const form = { csrfToken, email, password, json: "true" }
  const response = await request.post("/api/auth/callback/credentials", { form, headers })
  const { url } = await response.json()
  return { status: response.status(), error: new URL(url).searchParams.get("error") }
}

/** Collects what the content security policy refuses; a test ends by expecting it to be empty. */
export async function watchPolicy(page: Page): Promise<string[]> {
  const violations: string[] = []
  await page.exposeFunction("reportViolation", (text: string) => violations.push(text))
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
      const report: unknown = Reflect.get(globalThis, "reportViolation")
      if (typeof report === "function") report(`${violatedDirective} ${blockedURI} ${sample}`)
    })
  })
  return violations
}

/** Opens a page of ours and waits for its scripts: what is pressed before they have run is lost. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await untilReady(page)
}

/** The page's scripts listen: what is filled in, clicked or pressed before is lost. Keys are listened to a moment after the rest. */
export async function untilReady(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const controls = [...document.querySelectorAll("main button, main a, main input, header input")]
    // What was sent later waits, hidden, to be put into its place.
    const isWhole = document.querySelector('template[id^="B:"], [hidden][id^="S:"]') === null
    return (
      isWhole &&
      controls.length > 0 &&
      controls.every((one) => Object.keys(one).some((key) => key.startsWith("__reactProps")))
    )
  })
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 5_000 })))
}
