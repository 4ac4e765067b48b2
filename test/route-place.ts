import { onTestFinished } from "vitest"
import { startRuntime } from "@/lib/runtime"
import { type Place, sweepPlace } from "@/test/belvo-place"

/** A place whose database and key the process has too, so that a route can be called as it is. */
export async function routePlace(): Promise<Place> {
  const place = await sweepPlace()
  const { database } = startRuntime("test", {
    DATABASE_URL: place.url,
    NEXTAUTH_SECRET: "a secret of the tests, long enough for next-auth",
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    ENLACE_KEY: place.ctx.env.key.toString("base64"),
  })
  onTestFinished(() => database.close())
  return place
}
