import { parseArgs } from "node:util"
import { measureAddresses } from "@/bench/addresses"
import { measureBatches } from "@/bench/batches"
import { measureBuffers } from "@/bench/buffers"
import { measureCampaign } from "@/bench/campaign"
import { measureDirectory } from "@/bench/directory"
import { measureDuplicates } from "@/bench/duplicates"
import { measureExport } from "@/bench/export"
import { type Figure, toLine } from "@/bench/figure"
import { measureHistory } from "@/bench/history"
import { measureJavascript } from "@/bench/javascript"
import { measureLoad } from "@/bench/load"
import { measurePace } from "@/bench/pace"
import { measurePages } from "@/bench/pages"
import { measureQueries } from "@/bench/queries"
import { measureRepair } from "@/bench/repair"
import { measureSdk } from "@/bench/sdk"
import { createStage, type Stage } from "@/bench/stage"
import { measureSweep } from "@/bench/sweep"
import { measureWebhooks } from "@/bench/webhooks"
import { measureMemory } from "@/bench/worker-memory"
import { endSignal } from "@/scripts/end-signal"

const measurements: Record<string, (stage: Stage) => Promise<Figure[]>> = {
  buffers: measureBuffers,
  queries: measureQueries,
  history: measureHistory,
  pages: measurePages,
  export: measureExport,
  javascript: measureJavascript,
  sweep: measureSweep,
  load: measureLoad,
  pace: measurePace,
  webhooks: measureWebhooks,
  memory: measureMemory,
  directory: measureDirectory,
  duplicates: measureDuplicates,
  campaign: measureCampaign,
  addresses: measureAddresses,
  repair: measureRepair,
  batches: measureBatches,
}
/** Only where it is asked for: it needs the npm registry. */
const asked: typeof measurements = { sdk: measureSdk }
const offered = { ...measurements, ...asked }

const { values } = parseArgs({
  options: { only: { type: "string", multiple: true }, links: { type: "string", default: "1000000" } },
})
const links = Number(values.links)
const names = values.only ?? Object.keys(measurements)
const unknown = names.filter((name) => !(name in offered))

if (unknown.length > 0 || !Number.isInteger(links) || links < 1_000) {
  console.error(`Usage: npm run bench -- [--links N, from 1000] [--only ${Object.keys(offered).join(" | ")}]…`)
  process.exitCode = 2
} else {
  process.exitCode = (await run()) ? 0 : 1
}

/** True where every bound is kept. */
async function run(): Promise<boolean> {
  const signal = endSignal()
  const stage = await createStage({ links, signal, log: (line) => console.error(`· ${line}`) })
  // What is being measured is left where it is; what was started is not.
  signal.addEventListener("abort", () => void stage.close().finally(() => process.exit(1)), { once: true })
  try {
    let kept = true
    for (const name of names) {
      const figures = (await offered[name]?.(stage)) ?? []
      for (const figure of figures) console.log(toLine(figure))
      kept &&= figures.every(({ ok }) => ok !== false)
    }
    return kept
  } finally {
    await stage.close()
  }
}
