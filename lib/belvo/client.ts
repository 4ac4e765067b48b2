import { setTimeout as pause } from "node:timers/promises"
import { type AccountListRequest, eachAccountPage, listAccounts } from "@/lib/belvo/accounts"
import type { Acquire, Priority } from "@/lib/belvo/call"
import { eachInstitution, type InstitutionListRequest, listInstitutions } from "@/lib/belvo/institutions"
import { testKey } from "@/lib/belvo/key"
import {
  type LinkListRequest,
  type LinkPartsRequest,
  listLinkParts,
  listLinks,
  listLinkTexts,
} from "@/lib/belvo/link-list"
import {
  type AccessModeChange,
  type CredentialsChange,
  changeAccessMode,
  deleteLink,
  getLink,
  type RefreshRequest,
  refreshLink,
  updateCredentials,
} from "@/lib/belvo/links"
import { type MfaResumption, resumeMfa } from "@/lib/belvo/mfa"
import { type Retrieval, retrieve } from "@/lib/belvo/retrievals"
import { createSend } from "@/lib/belvo/send"
import { createWidgetToken } from "@/lib/belvo/tokens"
import type { WidgetTokenRequest } from "@/lib/belvo/widget-request"
import type { Log } from "@/lib/log"

export type BelvoOptions = {
  baseUrl: URL
  secretId: string
  secretPassword: string
  acquire: Acquire
  /** Members and visitors wait little and hear of trouble at once; webhooks and sweeps are patient. */
  priority: Priority
  /** Told before anything else happens, so that the budget can hold everyone back. */
  throttled?: ((pause: { seconds: number }) => Promise<void>) | undefined
  /** How many requests left this address in the last 30 seconds. */
  recentRequests?: (() => Promise<number>) | undefined
  fetch?: typeof fetch | undefined
  now?: (() => number) | undefined
  sleep?: ((ms: number) => Promise<void>) | undefined
  random?: (() => number) | undefined
  log?: Log | undefined
}

export type Belvo = ReturnType<typeof createBelvo>

/** Belvo's API with one key. Every call may throw a BelvoError; nothing that it returns or throws holds the key. */
export function createBelvo(options: BelvoOptions) {
  const send = createSend({
    ...options,
    throttled: options.throttled,
    recentRequests: options.recentRequests,
    fetch: options.fetch ?? globalThis.fetch,
    now: options.now ?? Date.now,
    sleep: options.sleep ?? ((ms) => pause(ms)),
    random: options.random ?? Math.random,
    log: options.log,
  })
  return {
    testKey: () => testKey(send),
    listLinks: (request?: LinkListRequest) => listLinks(send, request),
    listLinkTexts: (request: LinkListRequest) => listLinkTexts(send, request),
    listLinkParts: (request: LinkPartsRequest) => listLinkParts(send, request),
    getLink: (id: string) => getLink(send, id),
    changeAccessMode: (change: AccessModeChange) => changeAccessMode(send, change),
    updateCredentials: (change: CredentialsChange) => updateCredentials(send, change),
    refreshLink: (request: RefreshRequest) => refreshLink(send, request),
    deleteLink: (request: { id: string; mode: "sync" | "async" }) => deleteLink(send, request),
    retrieve: (retrieval: Retrieval) => retrieve(send, retrieval),
    resumeMfa: (resumption: MfaResumption) => resumeMfa(send, resumption),
    createWidgetToken: (request: WidgetTokenRequest) => createWidgetToken(send, request),
    listInstitutions: (request?: InstitutionListRequest) => listInstitutions(send, request),
    eachInstitution: (request?: InstitutionListRequest) => eachInstitution(send, request),
    listAccounts: (request: AccountListRequest) => listAccounts(send, request),
    eachAccountPage: (request: AccountListRequest) => eachAccountPage(send, request),
  }
}
