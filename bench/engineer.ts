import { randomUUID } from "node:crypto"
import type { Mirror } from "@/bench/mirror"
import type { Ctx } from "@/lib/ctx"

/** A context of the environment's engineer. */
export async function asEngineer(mirror: Mirror): Promise<Ctx> {
  const { id, email, name } = await mirror.runtime.database.prisma.member.findFirstOrThrow({
    where: { memberships: { some: { role: "engineer" } } },
  })
  return { ...mirror.ctx([]), actor: { kind: "member", role: "engineer", id, email, name }, requestId: randomUUID() }
}
