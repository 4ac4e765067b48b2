import type { Ctx } from "@/lib/ctx"
import { getWebhookDoor } from "@/lib/environments/queries"
import { sameSecret } from "@/lib/seal"

/** The environment that this webhook may enter; null for a wrong `Authorization`, in the same time as for no such environment. */
export async function enterByWebhook(
  ctx: Ctx,
  { slug, authorization }: { slug: string; authorization: string | null },
): Promise<Ctx | null> {
  const door = await getWebhookDoor(ctx, slug)
  const isRight = sameSecret(authorization, door?.authorization ?? nobodys)
  return door?.authorization && isRight ? { ...ctx, environment: door.environment } : null
}

const nobodys = "the Authorization of no environment"
