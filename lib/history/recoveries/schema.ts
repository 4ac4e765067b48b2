export const recoveryPeriods = ["7", "30", "90"] as const
export type RecoveryPeriod = (typeof recoveryPeriods)[number]

/** Links that left `valid` within the period, and what became of them. A link that left it twice counts twice. */
export type Recoveries = {
  lost: number
  recovered: number
  /** Gone from Belvo before they recovered: neither recovered nor still open. */
  removed: number
  /** Of those that recovered. */
  medianMs: number | null
  p90Ms: number | null
}
export type InstitutionRecoveries = Recoveries & { institution: string; displayName: string | null }
/** By how the recovery was seen; `recovered` is all there is. */
export type CauseRecoveries = Pick<Recoveries, "recovered" | "medianMs" | "p90Ms"> & { cause: string }

export type RecoveryReport = {
  all: Recoveries
  /** Most losses first. */
  institutions: readonly InstitutionRecoveries[]
  causes: readonly CauseRecoveries[]
}
