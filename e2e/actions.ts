import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type APIRequestContext, expect } from "@playwright/test"
import { z } from "zod"
import { stackFacts } from "@/e2e/stack"

const manifest = z.object({
  node: z.record(z.string(), z.object({ exportedName: z.string(), workers: z.record(z.string(), z.unknown()) })),
})

export type ServerAction = { id: string; name: string }

/** Every server action of the build that the stack runs, by the name it is exported under. */
export async function listServerActions(): Promise<ServerAction[]> {
  const file = join(stackFacts().env.NEXT_DIST_DIR, "server/server-reference-manifest.json")
  const { node } = manifest.parse(JSON.parse(await readFile(file, "utf8")))
  return Object.entries(node).map(([id, { exportedName: name }]) => ({ id, name }))
}

/** Whoever it is signed in as. A page is one. */
export type Asker = { request: APIRequestContext }

const answer = z.object({ ok: z.boolean(), code: z.string().optional(), data: z.unknown().optional() })

/** The same by the action's name, expected to succeed; answers its data. */
export async function carryOut(asker: Asker, name: string, args: readonly unknown[]): Promise<unknown> {
  const answered = await tryAction(asker, name, args)
  expect(answered, name).toMatchObject({ ok: true })
  return answered.data
}

/** The same, whatever it answers. */
export async function tryAction(asker: Asker, name: string, args: readonly unknown[]) {
  const action = (await listServerActions()).find((one) => one.name === name)
  if (!action) throw new Error(`The build has no ${name}`)
  return callAction(asker, action, args)
}

/** Calls an action as a browser's script would, with its cookies and without its page; answers what it answered. */
export async function callAction({ request }: Asker, { id, name }: ServerAction, args: readonly unknown[]) {
  const { url } = stackFacts()
  const response = await request.post("/sandbox", {
    headers: { "next-action": id, "content-type": "text/plain;charset=UTF-8", accept: "text/x-component", origin: url },
    data: JSON.stringify(args, (_key, value: unknown) => (value === undefined ? "$undefined" : value)),
  })
  const [, line] = /^1:(\{.*\})$/m.exec(await response.text()) ?? []
  expect(line, `${name} answers ${response.status()}`).toBeDefined()
  return answer.parse(JSON.parse(line ?? ""))
}
