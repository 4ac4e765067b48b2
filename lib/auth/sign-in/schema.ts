import { z } from "zod"
import { email } from "@/lib/auth/schema"

/** What a form or a script may send: longer values are nobody's, and cost a hash. */
export const credentials = z.object({ email, password: z.string().min(1).max(1_000) })
export type Credentials = z.output<typeof credentials>
