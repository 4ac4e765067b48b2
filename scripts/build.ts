import { runProcess } from "@/scripts/processes"

const env = { NEXT_TELEMETRY_DISABLED: "1" }
process.exitCode =
  (await runProcess(["npm", "run", "--silent", "generate"])) || (await runProcess(["next", "build"], { env }))
