import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

/** Without a token: the customer confirmed on another device. */
export const answerChallengeInput = z.object({
  linkId,
  session: z.string().regex(/^[a-f0-9]{32}$/),
  token: z.string().trim().min(1).max(200).optional(),
})
export type AnswerChallenge = z.output<typeof answerChallengeInput>
