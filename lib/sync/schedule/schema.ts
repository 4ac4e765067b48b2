import { z } from "zod"
import { environmentChanges } from "@/lib/environments/schema"

/** All that may change of an environment. Its schedule is part of it, and costs what its links cost: so it is judged here. */
export const environmentInput = z.object(environmentChanges.shape)
