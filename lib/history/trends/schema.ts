import { type RecoveryPeriod, recoveryPeriods } from "@/lib/history/recoveries/schema"
import { choiceParam, type ListParams, listParam, listParams, type ParamSet } from "@/lib/list-params"

export const trendRanges = ["7", "30", "90", "180", "365"] as const
export const trendMeasures = ["links", "share"] as const
export const trendAccessModes = ["all", "recurrent", "single"] as const

export type TrendFilter = {
  /** Days up to today, today included. */
  days: (typeof trendRanges)[number]
  institution: readonly string[]
  accessMode: (typeof trendAccessModes)[number]
}
export type TrendParams = TrendFilter & {
  measure: (typeof trendMeasures)[number]
  /** Days of which recoveries are shown. */
  recovered: RecoveryPeriod
}

const isInstitution = (text: string): text is string => /^[a-z0-9_]{1,80}$/.test(text)

const params: ParamSet<TrendParams> = {
  days: choiceParam(trendRanges, "90"),
  measure: choiceParam(trendMeasures, "links"),
  institution: listParam(isInstitution),
  accessMode: choiceParam(trendAccessModes, "all"),
  recovered: choiceParam(recoveryPeriods, "30"),
}

export const trendParams: ListParams<TrendParams> = listParams(params)
