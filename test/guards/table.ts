import { accountRows } from "@/test/guards/accounts-of-it"
import { authRows } from "@/test/guards/auth"
import { batchRows } from "@/test/guards/batches"
import { campaignRows } from "@/test/guards/campaigns"
import { connectingRows } from "@/test/guards/connecting"
import { deletionRows } from "@/test/guards/deletions"
import { directoryRows } from "@/test/guards/directory"
import { environmentRows } from "@/test/guards/environments"
import { linkRows } from "@/test/guards/links"
import { machineRows } from "@/test/guards/machines"
import { mirrorRows } from "@/test/guards/mirror"
import { orphanRows } from "@/test/guards/orphans"
import { planRows } from "@/test/guards/plans"
import { recoveryRows } from "@/test/guards/recovery"
import type { Row } from "@/test/guards/row"
import { sourceRows } from "@/test/guards/source"

/** Every command and query of the product, each with whom it lets in. */
export const table: readonly Row[] = [
  ...authRows,
  ...environmentRows,
  ...linkRows,
  ...planRows,
  ...deletionRows,
  ...batchRows,
  ...mirrorRows,
  ...machineRows,
  ...accountRows,
  ...directoryRows,
  ...orphanRows,
  ...sourceRows,
  ...campaignRows,
  ...recoveryRows,
  ...connectingRows,
]
