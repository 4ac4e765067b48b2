"use server"

import { action } from "@/lib/action"
import { answerChallenge } from "@/lib/recovery/mfa/commands"
import { answerChallengeInput } from "@/lib/recovery/mfa/schema"

export const answerChallengeAction = action(answerChallengeInput, answerChallenge)
