import { ownSecrets } from "@/scripts/own-secrets"
import type { StackSettings } from "@/scripts/stack/settings"

export const environmentSlug = "sandbox"

export type StackEnv = ReturnType<typeof stackEnv>

type Places = {
  dataDir: string
  distDir: string
  port: number
  databaseUrl: string
  /** `host:port` on this machine that outgoing webhooks may go to. */
  receiver?: string
}

/** What web, worker and the commands of a stack run with. */
export function stackEnv(settings: StackSettings, { dataDir, distDir, port, databaseUrl, receiver }: Places) {
  return {
    ...ownSecrets(dataDir),
    ...outsideOf(settings),
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    NEXT_DIST_DIR: distDir,
    NEXTAUTH_URL: `http://127.0.0.1:${port}`,
    BELVO_ENVIRONMENT: environmentSlug,
    BELVO_BASE_URL: simulatorUrl(settings),
    BELVO_SECRET_ID: settings.belvo.secretId,
    BELVO_SECRET_PASSWORD: settings.belvo.secretPassword,
    BELVO_WEBHOOK_AUTHORIZATION: settings.belvo.webhookAuthorization,
    ...(receiver === undefined ? {} : { WEBHOOK_ALLOWED_HOSTS: receiver }),
  }
}

/** The stack's Belvo as a place that may be reached. */
export function outsideOf(settings: StackSettings) {
  const belvo = simulatorUrl(settings)
  return {
    BELVO_ALLOWED_HOSTS: new URL(belvo).host,
    WEBHOOK_ALLOWED_HOSTS: new URL(belvo).host,
    BELVO_WIDGET_URL: `${belvo}/widget/`,
    BELVO_WIDGET_SDK_URL: `${belvo}/widget/sdk.js`,
  }
}

export function simulatorUrl({ simulatorPort }: StackSettings): string {
  return `http://127.0.0.1:${simulatorPort}`
}
