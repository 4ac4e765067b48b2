import { connectBelvo, openBelvo } from "@/lib/environments/commands"
import {
  replaceKey,
  resealEnvironments,
  rotateWebhookAuthorization,
  testEnvironmentKey,
} from "@/lib/environments/keys/commands"
import { listUnopenable, mayBeKey, openKey, openWebhookAuthorization } from "@/lib/environments/keys/queries"
import {
  budgetAt,
  getBelvoOutage,
  getBudgetUsage,
  getEnvironment,
  getEnvironmentFacts,
  getWebhookDoor,
  listEnvironments,
} from "@/lib/environments/queries"
import type { AddEnvironment, EnvironmentChanges } from "@/lib/environments/schema"
import { addEnvironment, createFirstEnvironment, updateEnvironment } from "@/lib/environments/settings/commands"
import { listBudgets, listEnvironmentSettings } from "@/lib/environments/settings/queries"
import { changeEnvironment } from "@/lib/sync/schedule/commands"
import { listLoads } from "@/lib/sync/schedule/queries"
import { belvoUrl, simulatorKey } from "@/test/environment"
import { rowOf } from "@/test/guards/place"
import { needs, open, type Row } from "@/test/guards/row"

const changes: EnvironmentChanges = {
  ...{ name: "Another", kind: "sandbox", customerLocale: "es" },
  ...{ sweepEveryMinutes: 60, deltaEveryMinutes: 5, deltaRequests: 20, rawWebhookDays: 30 },
  ...{ deletionHoldHours: 24, deletionThreshold: 25, personalDays: 90 },
}
const { sweepEveryMinutes: _, deltaEveryMinutes: __, deltaRequests: ___, ...facts } = changes
const newEnvironment: AddEnvironment = { ...facts, slug: "another", baseUrl: belvoUrl, ...simulatorKey }

export const environmentRows: readonly Row[] = [
  needs("links:read", getEnvironmentFacts, () => []),
  needs("links:read", getBudgetUsage, () => []),
  needs("links:read", getBelvoOutage, () => []),
  needs("housekeeping", listEnvironments, () => []),
  needs("housekeeping", getEnvironment, ({ here }) => [here.slug]),
  needs("webhooks:receive", getWebhookDoor, ({ here }) => [here.slug]),

  needs("environments:manage", listEnvironmentSettings, () => []),
  needs("environments:manage", listBudgets, () => []),
  needs("environments:manage", listUnopenable, () => []),
  needs("environments:manage", addEnvironment, () => [newEnvironment]),
  needs("environments:manage", createFirstEnvironment, () => []),
  needs("environments:manage", updateEnvironment, () => [changes]),
  needs("environments:manage", changeEnvironment, () => [changes]),
  needs("environments:manage", listLoads, () => []),
  needs("environments:manage", testEnvironmentKey, () => []),
  needs("environments:manage", replaceKey, () => [simulatorKey]),
  needs("environments:manage", rotateWebhookAuthorization, () => []),
  needs("environments:manage", resealEnvironments, () => [Buffer.alloc(32, 9)]),

  needs("links:live", openBelvo, () => ["member"]),
  needs("keys:open", openBelvo, () => ["sweep"]),
  open("the key is the caller's own", connectBelvo, () => [
    { baseUrl: belvoUrl, key: simulatorKey, priority: "member" },
  ]),
  open("the sealed key is the caller's already", openKey, async (place) => [await rowOf(place)]),
  open("compares two keys of the caller's", mayBeKey, async (place) => [await rowOf(place), simulatorKey]),
  open("the sealed value is the caller's already", openWebhookAuthorization, async (place) => [await rowOf(place)]),
  open("names a budget and spends nothing", budgetAt, () => [belvoUrl]),
]
