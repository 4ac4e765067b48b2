/**
 * What Belvo announces: that a recurrent link which worked was refused, or is asked for a code. It announces no link that is valid
 * again, none that was never confirmed, and nothing of single links, whose credentials may simply end.
 */
export const announced = { before: "valid", after: ["invalid", "token_required"] } as const

/** A webhook that comes so much later than the sweep is not missed. */
export const patienceMinutes = 15
/** A webhook says something of a change at most so long before or after it. */
export const webhookWithinHours = 24
/** After an outage of the worker no further back than this. */
export const lookBackDays = 2

/** The share of changes of which a webhook told at any time; null where there were none. */
export const shareAnnounced = ({
  told,
  missed,
  late,
}: {
  told: number
  missed: number
  late: number
}): number | null => (told + missed === 0 ? null : (told + late) / (told + missed))
