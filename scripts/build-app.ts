import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { withLock } from "@/scripts/lock.mjs"
import { runProcess } from "@/scripts/processes"
import { sourceHash } from "@/scripts/source-hash"

const root = join(import.meta.dirname, "..")
const sources = [
  "app",
  "components",
  "lib",
  "messages",
  "public",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "proxy.ts",
  "prisma/schema.prisma",
  "next.config.mjs",
  "postcss.config.mjs",
  "tailwind.config.ts",
  "tsconfig.base.json",
  "scripts/build-app.ts",
  "package-lock.json",
]

/** What a build is given in place of the secrets that a process reads when it starts: nothing that is built may hold any. */
export const buildSecrets = {
  DATABASE_URL: "postgresql://build:a-password-of-the-build@127.0.0.1:9/none",
  NEXTAUTH_SECRET: "a secret of the build, which has no use for one",
  ENLACE_KEY: Buffer.from("a key of the build, of 32 bytes.").toString("base64"),
  BELVO_SECRET_ID: "a-key-id-of-the-build",
  BELVO_SECRET_PASSWORD: "a-key-password-of-the-build",
  BELVO_WEBHOOK_AUTHORIZATION: "Bearer of-the-build",
  ENLACE_ADMIN_PASSWORD: "an-admin-password-of-the-build",
}

/** Builds the web application into a folder of its own, unless it holds a build of the same sources. Throws with the build's output. */
export async function buildApp(distDir: string, signal?: AbortSignal): Promise<"built" | "unchanged"> {
  const stamp = join(root, distDir, ".made-from")
  return withLock(stamp, async () => {
    const hash = await sourceHash(root, sources)
    if ((await readFile(stamp, "utf8").catch(() => "")) === hash) return "unchanged"
    await build(distDir, signal)
    await writeFile(stamp, hash)
    return "built"
  })
}

async function build(distDir: string, signal: AbortSignal | undefined) {
  let output = ""
  const env = { ...buildSecrets, NEXT_DIST_DIR: distDir, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" }
  const code = await runProcess(["next", "build"], {
    env,
    onOutput: (text) => (output += text),
    ...(signal ? { signal } : {}),
  })
  if (code !== 0) throw new Error(`next build failed\n${output}`)
}
