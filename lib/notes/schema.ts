import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

export const longestNote = 2_000

export const addNoteInput = z.object({
  linkId,
  text: z.string().trim().min(1).max(longestNote),
  /** The reference of a ticket elsewhere, such as `SUP-1234`. */
  ticket: z
    .string()
    .trim()
    .max(80)
    .transform((text) => text || null)
    .nullable()
    .default(null),
})
export type AddNote = z.output<typeof addNoteInput>
