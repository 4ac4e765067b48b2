"use server"

import { action } from "@/lib/action"
import { answerChallenge, askForCode } from "@/lib/recovery/mfa/commands"
import { answerChallengeInput, askForCodeInput } from "@/lib/recovery/mfa/schema"

export const askForCodeAction = action(askForCodeInput, askForCode)
export const answerChallengeAction = action(answerChallengeInput, answerChallenge)
