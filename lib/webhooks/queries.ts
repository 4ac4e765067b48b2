import type { Ctx } from "@/lib/ctx"
import { type Database, may } from "@/lib/db"
import { getWebhookDoor, type WebhookDoor } from "@/lib/environments/queries"
import { forbidden } from "@/lib/errors"
import { sameSecret } from "@/lib/seal"

/** The environment that this webhook may enter; null for a wrong `Authorization`, in the same time as for no such environment. */
export async function enterByWebhook(
  ctx: Ctx,
  { slug, authorization }: { slug: string; authorization: string | null },
): Promise<Ctx | null> {
  if (!may(ctx, "webhooks:receive")) throw forbidden("webhooks:receive")
  const door = await findDoor(ctx, slug)
  const isRight = sameSecret(authorization, door?.authorization ?? nobodys)
  return door?.authorization && isRight ? { ...ctx, environment: door.environment } : null
}

const nobodys = "the Authorization of no environment"

const underway = new WeakMap<Database, Map<string, Promise<WebhookDoor | null>>>()

/** Webhooks of a burst share a look that is under way; none is kept, so that a new value holds at once. */
function findDoor(ctx: Ctx, slug: string): Promise<WebhookDoor | null> {
  const looks = underway.get(ctx.database) ?? new Map<string, Promise<WebhookDoor | null>>()
  underway.set(ctx.database, looks)
  const look = looks.get(slug) ?? getWebhookDoor(ctx, slug).finally(() => looks.delete(slug))
  looks.set(slug, look)
  return look
}
