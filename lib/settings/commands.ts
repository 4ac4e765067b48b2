import { createFirstAdmin } from "@/lib/auth/members/commands"
import { installation } from "@/lib/ctx"
import { listUnopenable } from "@/lib/environments/keys/queries"
import { createFirstEnvironment } from "@/lib/environments/settings/commands"
import { type Runtime, systemCtx } from "@/lib/runtime"

/**
 * The first environment and the first administrator, from the environment variables and only where there is none yet.
 * Any number of processes may do so at once. Calls nothing but the database. Throws `EnvError`; a wrong ENLACE_KEY is only
 * logged, because the mirror can be read without it and an administrator can enter Belvo's key anew.
 */
export async function prepareInstallation(runtime: Runtime): Promise<void> {
  const permissions = ["environments:manage", "members:manage"] as const
  const ctx = systemCtx(runtime, installation, { name: "system:start", permissions })
  await createFirstEnvironment(ctx)
  await createFirstAdmin(ctx)
  for (const environment of await listUnopenable(ctx)) {
    runtime.log.warn("ENLACE_KEY does not open the key of an environment", { environment })
  }
}
