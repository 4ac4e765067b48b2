import type { Body } from "@/simulator/call"
import { findInstitution, type Institution } from "@/simulator/institutions"
import { completeLogin, isWrongPassword, logIn } from "@/simulator/logins"
import { invalid, invalidChoice, loginError, Refusal, refuse } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"
import { formatMicros } from "@/simulator/time"
import { type AccessMode, accessModes } from "@/simulator/wire"
import { appendDraft } from "@/simulator/worlds/link-draft"
import { personOf } from "@/simulator/worlds/person"

/** `POST /api/links/`: 201, or 428 with a link that stays `unconfirmed` until the session is resumed. */
export async function registerLink(sim: Sim, body: Body): Promise<Response> {
  const institution = checkCredentials(body)
  const accessMode = checkAccessMode(body)
  const draft = {
    institution: institution.name,
    access_mode: accessMode,
    external_id: checkExternalId(body),
    credentials_storage: credentialsStorage(body) ?? (accessMode === "recurrent" ? "store" : "365d"),
    stale_in: staleIn(body) ?? "365d",
    fetch_resources: fetchResources(body, institution) ?? [],
    institution_user_id: personOf(sim.world.seed, institution.name, String(body.username)),
    status: "unconfirmed" as const,
    created_at: formatMicros(sim.now() + sim.random.below(1000)),
  }
  if (draft.credentials_storage === "nostore" && accessMode === "single" && draft.fetch_resources.length === 0) {
    throw refuse(400, "invalid_fetch_resources", "Single links without stored credentials must fetch resources")
  }
  if (isWrongPassword(body.password)) throw loginError()
  if (sim.refuseDuplicates) refuseDuplicate(sim, institution.name, draft.institution_user_id)
  const row = appendDraft(sim.world.rows.table, draft, sim.now())
  await logIn(sim, row, body)
  completeLogin(sim, row)
  return Response.json(sim.world.rows.wire(row), { status: 201 })
}

function checkCredentials(body: Body): Institution {
  const needed = ["institution", "username"]
  if (!String(body.institution).startsWith("imss_")) needed.push("password")
  const errors = needed.flatMap((field) => missing(body, field))
  if (errors.length > 0) throw new Refusal(400, errors)
  const institution = findInstitution(String(body.institution))
  if (!institution) {
    throw refuse(400, "does_not_exist", `Object with name=${body.institution} does not exist.`, {
      field: "institution",
    })
  }
  if (institution.status === "down") {
    throw refuse(400, "institution_down", "The financial institution is down, try again later")
  }
  if (institution.integration === "openfinance") {
    throw refuse(
      400,
      "unsupported_operation",
      "The resource you are trying to access is not supported by this institution",
    )
  }
  return institution
}

function missing(body: Body, field: string): { code: string; message: string; field: string }[] {
  const value = body[field]
  if (value === undefined) return [{ code: "required", message: "This field is required.", field }]
  if (value === null) return [{ code: "null", message: "This field may not be null.", field }]
  return value === "" ? [{ code: "blank", message: "This field may not be blank.", field }] : []
}

function checkAccessMode(body: Body): AccessMode {
  const mode = accessModeOf(body) ?? "recurrent"
  if (mode === "recurrent" && ![undefined, "store"].includes(credentialsStorage(body))) {
    throw refuse(400, "invalid_credentials_storage", "Recurrent links must store the credentials")
  }
  return mode
}

export function accessModeOf(body: Body): AccessMode | undefined {
  const mode = accessModes.find((one) => one === body.access_mode)
  if (body.access_mode !== undefined && !mode) throw invalidChoice(body.access_mode, "access_mode")
  return mode
}

function checkExternalId(body: Body): string | null {
  const value = body.external_id
  if (value === undefined || value === null) return null
  if (typeof value !== "string") throw invalid("Not a valid string.", "external_id")
  if (value.length < 3) throw invalid("Ensure this field has at least 3 characters.", "external_id")
  if (value.length > 256) throw invalid("Ensure this field has no more than 256 characters.", "external_id")
  return value
}

export function staleIn(body: Body): string | undefined {
  if (body.stale_in === undefined || body.stale_in === null) return undefined
  if (/^\d{1,3}d$/.test(String(body.stale_in))) return String(body.stale_in)
  throw invalid("This value does not match the required pattern.", "stale_in")
}

export function credentialsStorage(body: Body): string | undefined {
  if (body.credentials_storage === undefined || body.credentials_storage === null) return undefined
  if (/^(store|nostore|\d{1,3}d)$/.test(String(body.credentials_storage))) return String(body.credentials_storage)
  throw invalid("This value does not match the required pattern.", "credentials_storage")
}

/** Undefined where the body names none. */
export function fetchResources(body: Body, institution: Institution | undefined): string[] | undefined {
  const wanted = body.fetch_resources
  if (wanted === undefined || wanted === null) return undefined
  if (!Array.isArray(wanted))
    throw refuse(400, "not_a_list", `Expected a list but got type "str".`, { field: "fetch_resources" })
  const supported = institution?.resources ?? []
  if (wanted.every((resource) => supported.includes(resource))) return wanted
  throw invalid(`The institution only supports the following resources: ${supported.join(", ")}`, "resources")
}

/** An earlier link that was never confirmed does not stand in the way. */
export function refuseDuplicate(sim: Sim, institution: string, institutionUserId: string): void {
  const { rows } = sim.world
  const twin = rows.table.indexes.institutionUserId.rows(institutionUserId).find((row) => {
    return rows.table.isAlive(row) && rows.status(row) !== "unconfirmed" && rows.institution(row)?.name === institution
  })
  if (twin === undefined) return
  throw refuse(400, "duplicated", "Link already exists", { institution_user_id: institutionUserId })
}
