import { z } from "zod"
import { resumables } from "@/lib/belvo/schema"
import { linkId } from "@/lib/links/ids/schema"

/** How the bank is brought to ask for a code: by reading one resource at it, or by a refresh of one, or of all where null. */
export type Retrieval = { by: "accounts" | "owners" } | { by: "refresh"; resource: string | null }

export const askForCodeInput = z.object({ linkId })
export type AskForCode = z.output<typeof askForCodeInput>

/** Without a token: the customer confirmed on another device. `at`: the resource that asked, of which alone the session is. */
export const answerChallengeInput = z.object({
  linkId,
  session: z.string().regex(/^[a-f0-9]{32}$/),
  token: z.string().trim().min(1).max(200).optional(),
  at: z.enum(resumables).optional(),
})
export type AnswerChallenge = z.output<typeof answerChallengeInput>
