import { once } from "node:events"
import type { CtxEnvironment } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { makeDueWaves } from "@/lib/recovery/campaigns/making/commands"
import { systemActor, testCtx } from "@/test/environment"

type Options = { url: string; environment: CtxEnvironment; campaignId: string; now: number }

/** A worker that makes a campaign's addresses: stands by until it is told to begin, and ends when they are made. */
const { url, environment, campaignId, now }: Options = JSON.parse(process.argv[2] ?? "{}")
const actor = systemActor(["campaigns:drive"])
const given = { database: openDatabase(url), databaseUrl: url, environment, actor }
const ctx = testCtx(given, { now: () => new Date(now), seeded: true })

process.stdout.write("ready\n")
await once(process.stdin, "data")
await makeDueWaves(ctx, { campaignId, signal: new AbortController().signal })
process.exit(0)
