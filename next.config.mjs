import createNextIntlPlugin from "next-intl/plugin"

/** Demo and tests build beside `npm run build`, each into a folder of its own. */
const distDir = process.env.NEXT_DIST_DIR || ".next"

const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
]
/** Documents get theirs, with a nonce, from proxy.ts. */
const ofData = [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }]
/** The customer's page brings a policy of its own; its address is a secret that no other server may hear of. */
const ofRepair = [
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "X-Robots-Tag", value: "noindex, nofollow, noarchive" },
]

/** @type {import("next").NextConfig} */
const config = {
  distDir,
  poweredByHeader: false,
  // Arguments of actions hold passwords and keys.
  logging: { serverFunctions: false },
  headers: async () => [
    { source: "/:path*", headers: everywhere },
    { source: "/api/:path*", headers: ofData },
    { source: "/repair/:path*", headers: ofRepair },
  ],
  // Where the widget was set up before the settings held it.
  redirects: async () => [
    {
      source: "/:environment/recovery/widget",
      destination: "/settings/widget#environment-:environment",
      permanent: true,
    },
  ],
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "pg",
    "pg-boss",
    "pg-copy-streams",
  ],
  typescript: {
    // tsconfig.json names the route types of the default folder only; `npm run check` and `npm run build` cover the types.
    ignoreBuildErrors: distDir !== ".next",
  },
}

/** Sentences are compiled with the application, so that browsers need no parser for them. */
const messages = { path: "./messages", format: "json", locales: "infer", precompile: true }

export default createNextIntlPlugin({ requestConfig: "./lib/i18n.ts", experimental: { messages } })(config)
