import { startNext } from "@/scripts/next-start"
import { runService } from "@/scripts/service"

await runService((service) => startNext(service, process.argv.slice(2)).exited)
