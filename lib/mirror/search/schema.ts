import { z } from "zod"
import { searchAnswer, searchInput } from "@/lib/links/search/schema"

export const searchLiveInput = z.object(searchInput.shape)

/** What Belvo had for the exact value, as the mirror holds it by now; `asked` is false where no id of Belvo's can look like this. */
export const liveSearch = searchAnswer.extend({ asked: z.boolean() })
export type LiveSearch = z.output<typeof liveSearch>
