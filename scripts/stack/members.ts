import { runProcess, script } from "@/scripts/processes"
import { environmentSlug, type StackEnv } from "@/scripts/stack/environment"
import type { StackMember } from "@/scripts/stack/settings"
import { withClient } from "@/scripts/with-client"

/** Adds those who are not there yet, by the command that an operator would use. */
export async function addMembers(members: readonly StackMember[], env: StackEnv): Promise<void> {
  const known = await knownEmails(env.DATABASE_URL)
  for (const member of members.filter(({ email }) => !known.includes(email))) await addMember(member, env)
}

async function addMember({ email, role, password }: StackMember, env: StackEnv) {
  const command = script(
    ...(["scripts/members.ts", "add", "--email", email, "--role", role] as const),
    ...["--environment", environmentSlug, "--password-stdin"],
  )
  let output = ""
  const code = await runProcess(command, { env, input: password, onOutput: (text) => (output += text) })
  if (code !== 0) throw new Error(`${email} could not be added: ${output}`)
}

function knownEmails(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ email: string }>("SELECT email FROM member")
    return rows.map((row) => row.email)
  })
}
