import type { Role } from "@/lib/permissions"
import type { Stack } from "@/scripts/stack"
import type { StackMember } from "@/scripts/stack/settings"

/** What a test needs to know of the stack it runs against. */
export type StackFacts = Pick<Stack, "url" | "members" | "env">

const variable = "ENLACE_E2E_STACK"

export function toEnvironment({ url, members, env }: Stack): Record<string, string> {
  const facts: StackFacts = { url, members, env }
  return { [variable]: JSON.stringify(facts) }
}

export function stackIsGiven(): boolean {
  return process.env[variable] !== undefined
}

export function stackFacts(): StackFacts {
  const text = process.env[variable]
  if (!text) throw new Error("No stack is running: start the tests by `npm test` or `npx playwright test`")
  return JSON.parse(text)
}

export function memberOf(role: Role): StackMember {
  const member = stackFacts().members.find((one) => one.role === role)
  if (!member) throw new Error(`The stack has no ${role}`)
  return member
}
