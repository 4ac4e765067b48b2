import { z } from "zod"
import { accessModes } from "@/lib/belvo/schema"
import { linkId } from "@/lib/links/ids/schema"

export const changeAccessModeInput = z.object({ linkId, accessMode: z.enum(accessModes) })
export type ChangeAccessMode = z.output<typeof changeAccessModeInput>
