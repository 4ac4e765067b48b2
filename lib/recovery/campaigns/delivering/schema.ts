import { z } from "zod"

/** The body of a delivery as it is kept; read back with care, since it is what is sent. */
export const keptDelivery = z.object({
  campaign: z.object({ id: z.string(), name: z.string() }),
  wave: z.number().nullable(),
  reminder: z.boolean(),
  addresses: z.array(z.object({ address_id: z.string(), link_id: z.string(), institution: z.string() })),
})
export type KeptDelivery = z.output<typeof keptDelivery>
