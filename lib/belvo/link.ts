import { linkSchema, type WireLink, type WireLinkPart } from "@/lib/belvo/schema"
import { parseTimestamp, type Timestamp } from "@/lib/belvo/timestamp"

/** `*Text` is the same moment with Belvo's microseconds. `unknown` holds every field that we have no name for. */
export type BelvoLink = {
  id: string
  institution: string
  accessMode: string | null
  status: string
  refreshRate: string | null
  createdBy: string | null
  lastAccessedAt: Date | null
  lastAccessedAtText: string | null
  externalId: string | null
  createdAt: Date
  createdAtText: string
  institutionUserId: string | null
  credentialsStorage: string | null
  staleIn: string | null
  fetchResources: string[]
  unknown: Record<string, unknown>
}

/** A key is there only where Belvo sent its field. */
export type BelvoLinkPart = Partial<Omit<BelvoLink, "unknown">> & Pick<BelvoLink, "unknown">

export function toLink(wire: WireLink): BelvoLink {
  const createdAt = readMoment(wire.created_at)
  const lastAccessedAt = wire.last_accessed_at ? readMoment(wire.last_accessed_at) : null
  return {
    id: wire.id.toLowerCase(),
    institution: wire.institution,
    accessMode: wire.access_mode ?? null,
    status: wire.status,
    refreshRate: wire.refresh_rate ?? null,
    createdBy: wire.created_by?.toLowerCase() ?? null,
    lastAccessedAt: lastAccessedAt?.date ?? null,
    lastAccessedAtText: lastAccessedAt?.text ?? null,
    externalId: wire.external_id ?? null,
    createdAt: createdAt.date,
    createdAtText: createdAt.text,
    institutionUserId: wire.institution_user_id ?? null,
    credentialsStorage: wire.credentials_storage ?? null,
    staleIn: wire.stale_in ?? null,
    fetchResources: [...(wire.fetch_resources ?? [])],
    unknown: unknownOf(wire),
  }
}

// By name, since nearly every link has none: taking an object apart costs more than all the rest.
function unknownOf(wire: WireLink): Record<string, unknown> {
  const names = Object.keys(wire).filter((name) => !known.has(name))
  return names.length === 0 ? {} : Object.fromEntries(names.map((name) => [name, wire[name]]))
}

const known = new Set(Object.keys(linkSchema.shape))

export function toLinkPart(wire: WireLinkPart): BelvoLinkPart {
  const { id = BLANK.id, institution = "", status = "", created_at = BLANK.created_at } = wire
  const { unknown, ...whole } = toLink({ ...wire, id, institution, status, created_at })
  const sent = Object.entries(whole).filter(([key]) => (FIELD_OF[key] ?? "") in wire)
  return { ...Object.fromEntries(sent), unknown }
}

/** Stand in for what was not asked for, and are left out again. */
const BLANK = { id: "00000000-0000-0000-0000-000000000000", created_at: "1970-01-01T00:00:00Z" }

const FIELD_OF: Record<string, string> = {
  id: "id",
  institution: "institution",
  accessMode: "access_mode",
  status: "status",
  refreshRate: "refresh_rate",
  createdBy: "created_by",
  lastAccessedAt: "last_accessed_at",
  lastAccessedAtText: "last_accessed_at",
  externalId: "external_id",
  createdAt: "created_at",
  createdAtText: "created_at",
  institutionUserId: "institution_user_id",
  credentialsStorage: "credentials_storage",
  staleIn: "stale_in",
  fetchResources: "fetch_resources",
} satisfies Record<keyof Omit<BelvoLink, "unknown">, keyof WireLink>

function readMoment(text: string): Timestamp {
  const moment = parseTimestamp(text)
  if (!moment) throw new RangeError("A timestamp reached us that the schema should have refused")
  return moment
}
