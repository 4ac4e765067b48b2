import { runInstalled } from "./install.mjs"

await runInstalled("scripts/run-demo.ts")
