import { hash } from "node:crypto"
import { setImmediate } from "node:timers/promises"
import type { BelvoLink } from "@/lib/belvo/link"
import { type LinkText, readAlready } from "@/lib/belvo/link-text"
import type { Said, Sheet } from "@/lib/mirror/rows/rules"

/** Of what was read already, or is yet to be; digests are made here, before others wait. */
export function toSheet(links: readonly (LinkText | BelvoLink)[]): Sheet {
  const once = [...new Map(links.map((link) => [link.id, link])).values()]
  const texts = once.map((one) => ("text" in one ? one : readAlready(one)))
  return texts.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((text) => new Read(text))
}

/** So few at once hold up nobody's answer from the database. */
const readAtOnce = 100

/** Costs more than anything else about a page of new links: to be made before others wait. Throws a BelvoError. */
export async function readSheet(sheet: Sheet): Promise<Sheet> {
  for (const [place, one] of sheet.entries()) {
    void one.json
    if (place % readAtOnce === readAtOnce - 1) await setImmediate()
  }
  return sheet
}

class Read implements Said {
  readonly id: string
  readonly digest: string
  readonly #text: LinkText
  #json: string | undefined

  constructor(text: LinkText) {
    this.id = text.id
    this.#text = text
    this.digest = hash("md5", text.text ?? toJson(text.link()))
  }

  get link(): BelvoLink {
    return this.#text.link()
  }

  get json(): string {
    this.#json ??= toStorable(toJson(this.link))
    return this.#json
  }
}

const toJson = (link: BelvoLink): string =>
  JSON.stringify({
    id: link.id,
    institution: link.institution,
    access_mode: link.accessMode,
    status: link.status,
    refresh_rate: link.refreshRate,
    created_by: link.createdBy,
    last_accessed_at: link.lastAccessedAtText,
    external_id: link.externalId,
    created_at: link.createdAtText,
    institution_user_id: link.institutionUserId,
    credentials_storage: link.credentialsStorage,
    stale_in: link.staleIn,
    fetch_resources: link.fetchResources,
    extra: link.unknown,
  })

/** PostgreSQL's text has no NUL and its JSON no halves of a character; Belvo keeps fields that we do not know. */
const unstorable = /\\u(?:0000|d[89a-f])/

function toStorable(json: string): string {
  if (!unstorable.test(json)) return json
  return JSON.stringify(JSON.parse(json), (_name, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value,
  )
}
