import type { Database } from "@/lib/db"
import type { Env } from "@/lib/env"
import type { Log } from "@/lib/log"
import type { Permission, Role } from "@/lib/permissions"

export type Member = {
  kind: "member"
  id: string
  email: string
  name: string
  /** The member's role in the context's environment; null where there is none. `admin` for the installation's admins. */
  role: Role | null
}
export type System = { kind: "system"; name: `system:${string}`; permissions: readonly Permission[] }
export type Actor = Member | System

export type EnvironmentKind = "sandbox" | "production"
/** `id` 0 is the installation itself, where no environment's rows are seen. */
export type CtxEnvironment = { id: number; slug: string; kind: EnvironmentKind }
export const installation: CtxEnvironment = { id: 0, slug: "", kind: "sandbox" }

/** What every domain function is handed: who asks, where, when, and by which ways out. */
export type Ctx = {
  actor: Actor
  environment: CtxEnvironment
  database: Database
  env: Env
  now: () => Date
  fetch: typeof fetch
  requestId: string
  log: Log
  /** Once it has fired nobody wants Belvo's answers any more: what waits for the budget, or to ask again, ends with its reason. */
  signal?: AbortSignal
  /** Set where a play stands in for the world: its clock is also the database's, its entries are marked, the budget is lifted. */
  seeded?: true
}
