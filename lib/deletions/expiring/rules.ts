import { dayMs } from "@/lib/time"

export const draftLastsMs = dayMs
export const approvalLastsMs = 7 * dayMs
