import { type Browser, test as base, type Page, type Response } from "@playwright/test"
import { signInAs, watchPolicy } from "@/e2e/session"
import { stackFacts } from "@/e2e/stack"

export type Watched = {
  page: Page
  /** What the browser complained of by itself since it was last asked. */
  complaints: () => string[]
}

const desktop = { width: 1440, height: 900 }

/** One page a worker, with its scripts in the cache: to load them anew for each address takes longer than all that is looked at. */
export const test = base.extend<{ member: Watched; stranger: Watched }, { ofMember: Watched; ofStranger: Watched }>({
  ofMember: [
    async ({ browser }, use) => {
      const watched = await watch(browser)
      await signInAs(watched.page, "admin")
      await use(watched)
      await watched.page.context().close()
    },
    { scope: "worker" },
  ],
  ofStranger: [
    async ({ browser }, use) => {
      const watched = await watch(browser)
      await use(watched)
      await watched.page.context().close()
    },
    { scope: "worker" },
  ],
  member: ({ ofMember }, use) => fresh(ofMember).then(use),
  stranger: ({ ofStranger }, use) => fresh(ofStranger).then(use),
})

async function watch(browser: Browser): Promise<Watched> {
  const context = await browser.newContext({ baseURL: stackFacts().url, reducedMotion: "reduce" })
  const page = await context.newPage()
  const policy = await watchPolicy(page)
  const said: string[] = []
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !message.text().includes(notThere)) said.push(message.text())
  })
  page.on("pageerror", (error) => said.push(String(error)))
  page.on("response", (response) => {
    if (response.status() >= 400 && !isExpected(response)) said.push(`${response.status()} ${response.url()}`)
  })
  return { page, complaints: () => [...policy.splice(0), ...said.splice(0)] }
}

const notThere = "the server responded with a status of 404"

/** A page that is not there is answered as such. */
const isExpected = (response: Response) => response.status() === 404 && response.request().isNavigationRequest()

async function fresh(watched: Watched): Promise<Watched> {
  await watched.page.setViewportSize(desktop)
  watched.complaints()
  return watched
}
