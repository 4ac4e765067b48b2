import { expect } from "@playwright/test"
import { stackFacts } from "@/e2e/stack"
import type { WireLink } from "@/simulator/wire"

/** What happens at Belvo behind the console's back, by the control door of the stack's simulator. */
export async function addBelvoLink(draft: Partial<WireLink> = {}): Promise<WireLink> {
  return control("POST", "links/", { id: crypto.randomUUID(), external_id: newCustomer(), ...draft })
}

/** So many at once, alike but for their external ids: `<external_id>_1` and so on. */
export async function addBelvoLinks(count: number, draft: Partial<WireLink>): Promise<void> {
  await control("POST", "many-links/", { count, ...draft })
}

/** With a webhook, as Belvo tells what it finds out by itself (of a link that works, by news of its data); or in silence. */
export async function changeBelvoStatus(
  id: string,
  status: "valid" | "invalid" | "token_required",
  { webhook = true }: { webhook?: boolean } = {},
): Promise<void> {
  await control("PATCH", `links/${id}/`, { status, webhook })
  if (webhook && status === "valid") await tellNews(id)
}

/** A webhook of new data, as after each refresh of a link that works. */
export async function tellNews(id: string): Promise<void> {
  const news = { webhook_type: "TRANSACTIONS", webhook_code: "new_transactions_available" }
  await control("POST", `links/${id}/webhooks/`, { ...news, process_type: "recurrent_update" })
}

/** Every request to Belvo fails from now on, webhooks apart, until `repairBelvo`. */
export async function breakBelvo(): Promise<void> {
  await control("POST", "faults/", { kind: "server_error", status: 503, path: "/api/", times: 1_000_000 })
}

export async function repairBelvo(): Promise<void> {
  await control("DELETE", "faults/")
}

/** Belvo's own answer to whoever holds the key. */
export async function askBelvo(path: string): Promise<{ status: number; body: unknown }> {
  const response = await ask("GET", `/api/${path}`)
  return { status: response.status, body: await response.json() }
}

/** An external id that no other test uses. */
export const newCustomer = (): string => `usr_e2e_${crypto.randomUUID().slice(0, 13)}`

async function control(method: string, path: string, body?: object) {
  const response = await ask(method, `/_simulator/${path}`, body)
  expect(response.status, `${method} ${path}`).toBe(200)
  return response.json()
}

function ask(method: string, path: string, body?: object): Promise<Response> {
  const { BELVO_BASE_URL, BELVO_SECRET_ID, BELVO_SECRET_PASSWORD } = stackFacts().env
  const key = Buffer.from(`${BELVO_SECRET_ID}:${BELVO_SECRET_PASSWORD}`).toString("base64")
  return fetch(`${BELVO_BASE_URL}${path}`, {
    method,
    headers: { authorization: `Basic ${key}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
}
