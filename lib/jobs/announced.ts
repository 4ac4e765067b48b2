import type { Job } from "@/lib/jobs/job"

/**
 * A job that a low noun asks for and a higher one runs, which the low one may not import: the name is what both agree on. The higher
 * one spreads it into its `defineJob`.
 */
export type Announced = Pick<Job<object>, "name" | "policy" | "scope">

/** Users have come into the directory or gone from it. While a run is under way another one waits, so that none is missed. */
export const directoryChanged = {
  name: "judge-orphans",
  policy: "stately",
  scope: "environment",
} as const satisfies Announced

/** Something has become of an address that a campaign has handed out. */
export const measureCampaigns = {
  name: "measure-campaigns",
  policy: "stately",
  scope: "environment",
} as const satisfies Announced

/** Something waits to be sent to the operator's own system; addresses are filled in by who knows them. */
export const deliverOutgoing = {
  name: "deliver-outgoing",
  policy: "stately",
  scope: "environment",
} as const satisfies Announced
