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

type Look = { door: Promise<WebhookDoor | null>; until: number }
const looks = new WeakMap<Database, Map<string, Look>>()
/** So long a burst shares one look, and a former value is still let in after a new one was made. */
const looksForMs = 1_000
const mostLooks = 1_000

function findDoor(ctx: Ctx, slug: string): Promise<WebhookDoor | null> {
  const known = looks.get(ctx.database) ?? new Map<string, Look>()
  looks.set(ctx.database, known)
  const now = performance.now()
  const look = known.get(slug)
  if (look && look.until > now) return look.door
  if (known.size >= mostLooks) known.clear()
  const door = getWebhookDoor(ctx, slug)
  known.set(slug, { door, until: now + looksForMs })
  door.catch(() => known.delete(slug))
  return door
}
