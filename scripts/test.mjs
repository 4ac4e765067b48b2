import { runInstalled } from "./install.mjs"

await runInstalled("scripts/run-tests.ts")
