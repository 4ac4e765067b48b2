import { config } from "zod/v4/core"

// Zod compiles its parsers by `new Function`. The content security policy refuses that, and reports the mere attempt.
config({ jitless: true })
