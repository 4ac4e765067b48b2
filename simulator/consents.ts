import type { Call } from "@/simulator/call"
import { pageOf, project, readPage } from "@/simulator/pages"
import { mix, share, uuidOf } from "@/simulator/random"
import { notFound, required } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"
import { day, formatMicros } from "@/simulator/time"
import type { WorldRows } from "@/simulator/worlds/world-rows"

/** `GET /api/consents/`: only for one person's document; there is no filter by link. */
export function listConsents(sim: Sim, call: Call): Response {
  const wanted = call.params.get("user_document")
  if (!wanted) throw required("user_document")
  const page = readPage(call.params, sim.pageSize)
  const found = [...openFinanceRows(sim.world.rows)].filter((row) => documentOf(sim.world.rows, row) === wanted)
  const start = (page.page - 1) * page.size
  const results = found.slice(start, start + page.size).map((row) => consentOf(sim, row))
  return pageOf(call, page, found.length, results)
}

export function detailConsent(sim: Sim, call: Call, id: string): Response {
  for (const row of openFinanceRows(sim.world.rows)) {
    if (consentId(sim.world.rows, row) === id) return Response.json(project(consentOf(sim, row), call.params))
  }
  throw notFound()
}

export const consentId = (rows: WorldRows, row: number): string => uuidOf(rows.table.seed, row, 800)

/** A CPF with right check digits, one a person. */
export function documentOf(rows: WorldRows, row: number): string {
  const base = String(mix(rows.table.seed, rows.table.columns.person.get(row), 810) % 1_000_000_000).padStart(9, "0")
  const withFirst = base + checkDigit(base)
  return withFirst + checkDigit(withFirst)
}

function checkDigit(digits: string): string {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (digits.length + 1 - index), 0)
  return String(((sum * 10) % 11) % 10)
}

function* openFinanceRows(rows: WorldRows): Generator<number> {
  const { order } = rows.table
  for (let position = order.size - 1; position >= 0; position--) {
    const row = order.rowAt(position)
    if (rows.institution(row)?.integration === "openfinance") yield row
  }
}

const durations = [92, 183, 275, 366] as const

function consentOf(sim: Sim, row: number): object {
  const { rows } = sim.world
  const institution = rows.institution(row)
  const created = rows.table.columns.created.get(row)
  const duration = durations[mix(rows.table.seed, row, 811) % 4] ?? 366
  const isUndefined = share(rows.table.seed, row, 812) < 0.1
  const expires = created + duration * day
  return {
    id: consentId(rows, row),
    display_name: null,
    document_number: documentOf(rows, row),
    belvo_institution_name: institution?.name,
    institution_display_name: institution?.displayName,
    institution_icon_logo: null,
    belvo_organization_name: "Enlace",
    link_id: rows.table.idOf(row),
    user_name: null,
    expired_at: isUndefined ? null : formatMicros(expires),
    undefined_consent_expiration: isUndefined,
    consent_duration: isUndefined ? null : duration,
    created_at: formatMicros(created),
    status: !isUndefined && expires < sim.now() ? "EXPIRED" : "AUTHORISED",
    permissions: {
      REGISTER: ["CUSTOMERS_PERSONAL_IDENTIFICATIONS_READ"],
      ACCOUNTS: ["ACCOUNTS_READ", "ACCOUNTS_BALANCES_READ"],
    },
  }
}
