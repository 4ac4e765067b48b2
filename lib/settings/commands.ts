import { createFirstAdmin } from "@/lib/auth/members/commands"
import { installation } from "@/lib/ctx"
import { createFirstEnvironment } from "@/lib/environments/settings/commands"
import { type Runtime, systemCtx } from "@/lib/runtime"

/**
 * The first environment and the first administrator, from the environment variables and only where there is none yet.
 * Any number of processes may do so at once. Calls nothing but the database. Throws `EnvError`.
 */
export async function prepareInstallation(runtime: Runtime): Promise<void> {
  const permissions = ["environments:manage", "members:manage"] as const
  const ctx = systemCtx(runtime, installation, { name: "system:start", permissions })
  await createFirstEnvironment(ctx)
  await createFirstAdmin(ctx)
}
