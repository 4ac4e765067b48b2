import { getTranslations } from "next-intl/server"
import { notFound } from "@/lib/errors"
import { tags } from "@/lib/format"
import { linkId } from "@/lib/links/ids/schema"
import { getLink } from "@/lib/links/queries"
import { listAddresses } from "@/lib/recovery/addresses/queries"
import type { AddressMessages, AddressPage } from "@/lib/recovery/addresses/schema"
import type { CustomerLocale } from "@/lib/recovery/schema"
import { answerJson } from "@/lib/route"

export const dynamic = "force-dynamic"

/** The repair addresses of a link, and what may be written to its customer; never a token. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/links/[id]/addresses">,
): Promise<Response> {
  const { environment, id } = await params
  return answerJson(environment, async (ctx): Promise<AddressPage> => {
    const parsed = linkId.safeParse(id)
    if (!parsed.success) throw notFound()
    const { link, institution } = await getLink(ctx, parsed.data)
    const [addresses, messages] = await Promise.all([
      listAddresses(ctx, { linkId: link.id }),
      messagesFor(institution?.displayName ?? link.institution),
    ])
    return { addresses, messages }
  })
}

/** In the languages of customers, whatever the agent's is. Address and day are filled in where they are known. */
async function messagesFor(institution: string): Promise<AddressMessages> {
  const message = async (locale: CustomerLocale) => {
    const t = await getTranslations({ locale: tags[locale], namespace: "recovery.address" })
    return t("message", { institution, address: "{address}", until: "{until}" })
  }
  const [es, pt, en] = await Promise.all([message("es"), message("pt-BR"), message("en")])
  return { es, "pt-BR": pt, en }
}
