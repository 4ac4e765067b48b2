import { institutions } from "@/simulator/institutions"
import type { LinkTable } from "@/simulator/store/link-table"
import { day, hour, minute } from "@/simulator/time"
import type { LinkStatus } from "@/simulator/wire"
import type { Chance } from "@/simulator/worlds/chance"

/** A change that an institution forces on a link that is valid then. */
export interface Breakage {
  at: number
  to: LinkStatus
}

/** Today's: a bank in Mexico began to refuse stored passwords some hours ago, and it goes on. */
export const incidentInstitution = "erebor_mx_retail"
const incidentAge = 3.6 * hour
/** Six weeks ago a bank in Colombia asked everybody for a new code. */
export const waveInstitution = "gringotts_co_retail"
const waveAge = 41 * day

const incidentCode = institutions.findIndex((one) => one.name === incidentInstitution)
const waveCode = institutions.findIndex((one) => one.name === waveInstitution)
const none: readonly Breakage[] = []

export function breakages(table: LinkTable, chance: Chance, row: number, present: number): readonly Breakage[] {
  const institution = table.columns.institution.get(row)
  if (institution === incidentCode) return chance.of(row, "incident") < 0.2 ? [incident(chance, row, present)] : none
  if (institution === waveCode) return chance.of(row, "wave") < 0.4 ? [wave(chance, row, present)] : none
  return none
}

function incident(chance: Chance, row: number, present: number): Breakage {
  const spread = Math.min(-Math.log(1 - chance.of(row, "incident_at")) * 50 * minute, incidentAge - 3 * minute)
  return { at: Math.floor(present - incidentAge + spread), to: "invalid" }
}

function wave(chance: Chance, row: number, present: number): Breakage {
  return { at: Math.floor(present - waveAge + chance.of(row, "wave_at") * 6 * hour), to: "token_required" }
}
