import { z } from "zod"

export const linkId = z.guid().transform((id) => id.toLowerCase())
