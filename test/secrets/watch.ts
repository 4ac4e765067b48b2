import type { Ctx } from "@/lib/ctx"
import { AppError } from "@/lib/errors"
import type { Installation } from "@/test/installation"
import { dumpTables, type Seen, seenIn } from "@/test/leaks"

export type Watch = {
  /** By name; what is made on the way is added. */
  secrets: Record<string, string>
  /** Does a thing and keeps whatever it shows: its answer, or what it throws, logged as the doors log it. */
  see<T>(where: string, work: () => Promise<T>): Promise<T | null>
  /** For the few answers whose purpose is to hand out a secret once. */
  seeBut<T extends object>(where: string, handedOut: string, work: () => Promise<T>): Promise<T | null>
  /** What has thrown so far, and which errors: a play that stumbles early shows little. */
  thrown: readonly string[]
  everything(): Promise<Seen[]>
}

export function watch({ url, runtime, lines, variables, passwords }: Installation): Watch {
  const { BELVO_SECRET_ID: id, BELVO_SECRET_PASSWORD: password, ...more } = variables
  const seen: Seen[] = []
  const thrown: string[] = []
  const see: Watch["see"] = async (where, work) => {
    try {
      const value = await work()
      seen.push(...seenIn(where, value))
      return value
    } catch (error) {
      thrown.push(`${where}: ${error instanceof AppError ? error.key : error}`)
      seen.push(...seenIn(`what ${where} throws`, error))
      runtime.log.error("action failed", { error })
      return null
    }
  }
  return {
    secrets: {
      "Belvo's key id": id ?? "",
      "Belvo's key": password ?? "",
      "the key as it is sent": Buffer.from(`${id}:${password}`).toString("base64"),
      "the webhooks' Authorization": more.BELVO_WEBHOOK_AUTHORIZATION ?? "",
      ENLACE_KEY: more.ENLACE_KEY ?? "",
      "ENLACE_KEY's bytes": runtime.env.key.toString("hex"),
      NEXTAUTH_SECRET: more.NEXTAUTH_SECRET ?? "",
      "the first password": more.ENLACE_ADMIN_PASSWORD ?? "",
      "the database's password": new URL(url).password,
      ...Object.fromEntries(Object.entries(passwords).map(([role, text]) => [`the ${role}'s password`, text])),
    },
    thrown,
    see,
    async seeBut(where, handedOut, work) {
      let whole: Awaited<ReturnType<typeof work>> | null = null
      await see(where, async () => {
        whole = await work()
        return { ...whole, [handedOut]: "handed out" }
      })
      return whole
    },
    everything: async () => {
      const logged = lines.map((text) => ({ where: "the log", text }))
      return [...seen, ...logged, ...(await dumpTables(url))]
    },
  }
}

/** The context with a `fetch` that tells the widget tokens it sees. */
export function noticingTokens(ctx: Ctx, secrets: Record<string, string>): Ctx {
  return {
    ...ctx,
    fetch: async (input, init) => {
      const answer = await ctx.fetch(input, init)
      if (!String(input).endsWith("/api/token/")) return answer
      const { access, refresh } = await answer.clone().json()
      // A token's middle is known to all; its signature makes it one.
      secrets["the widget token"] = access.split(".")[2]
      secrets["the refresh token"] = refresh.split(".")[2]
      return answer
    },
  }
}
