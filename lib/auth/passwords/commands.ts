import { randomUUID } from "node:crypto"
import { hash, verify } from "@node-rs/argon2"
import { passwordProblem } from "@/lib/auth/rules"
import { invalid } from "@/lib/errors"

/** argon2id with the library's costs: 19 MiB, two passes. */
export const hashPassword = (password: string): Promise<string> => hash(unified(password))

/** The hash of a password that a person chose. Throws INVALID, naming `field`, where it is too easy. */
export async function hashChosenPassword(password: string, email: string, field = "password"): Promise<string> {
  const problem = passwordProblem(password, email)
  if (problem) throw invalid("input", { fields: { [field]: [problem] } })
  return hashPassword(password)
}

/** Costs the same for an account without a password as for one with. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword(randomUUID())
  const isRight = await verify(passwordHash ?? (await nobodysHash), unified(password))
  return isRight && passwordHash !== null
}

let nobodysHash: Promise<string> | undefined

/** What looks the same on two keyboards is the same. */
const unified = (password: string): string => password.normalize("NFKC")
