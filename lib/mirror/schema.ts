import { z } from "zod"

export const readLinkInput = z.object({ linkId: z.guid() })
