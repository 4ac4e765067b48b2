import { addMemberWithPassword } from "@/lib/auth/members/commands"
import { listMembers } from "@/lib/auth/members/queries"
import { addMemberInput } from "@/lib/auth/members/schema"
import { installation } from "@/lib/ctx"
import { startRuntime, systemCtx } from "@/lib/runtime"
import { prepareInstallation } from "@/lib/settings/commands"
import { environmentSlug, type StackEnv } from "@/scripts/stack/environment"
import type { StackMember } from "@/scripts/stack/settings"

/** Adds those who are not there yet, as the command for members does. */
export async function addMembers(members: readonly StackMember[], env: StackEnv): Promise<void> {
  const runtime = startRuntime("stack", env)
  try {
    await prepareInstallation(runtime)
    const ctx = systemCtx(runtime, installation, { name: "system:command", permissions: ["members:manage"] })
    const known = new Set((await listMembers(ctx)).map(({ email }) => email))
    for (const { email, name, role, password } of members.filter((member) => !known.has(member.email))) {
      const member = addMemberInput.parse({ email, name, grant: { role, environment: environmentSlug } })
      await addMemberWithPassword(ctx, { ...member, password })
    }
  } finally {
    await runtime.database.close()
  }
}
