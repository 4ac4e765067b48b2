import createNextIntlPlugin from "next-intl/plugin"

/** Demo and tests build beside `npm run build`, each into a folder of its own. */
const distDir = process.env.NEXT_DIST_DIR || ".next"

/** @type {import("next").NextConfig} */
const config = {
  distDir,
  poweredByHeader: false,
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

export default createNextIntlPlugin("./lib/i18n.ts")(config)
