import { ChevronLeft } from "lucide-react"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import { tags } from "@/lib/format"
import type { LinkPage } from "@/lib/link-pages/schema"
import type { CustomerLocale } from "@/lib/recovery/schema"
import { LinkDetail } from "./link-detail"
import { LinkUnknown } from "./link-unknown"

type LinkScreenProps = {
  environment: string
  id: string
  page: LinkPage | null
  mayAsk: boolean
  /** `h1` on a page of its own, `h2` beside a list. */
  heading: "h1" | "h2"
}

export async function LinkScreen({ environment, id, page, mayAsk, heading }: LinkScreenProps) {
  const t = await getTranslations("link.panel")
  const isPage = heading === "h1"
  const back = isPage && (
    <Link
      href={`/${environment}/links`}
      className="inline-flex items-center gap-0.5 pt-4 text-muted text-sm hover:text-ink"
    >
      <ChevronLeft aria-hidden className="size-3.5" />
      {t("back")}
    </Link>
  )
  if (page === null) return <LinkUnknown environment={environment} id={id} mayAsk={mayAsk} heading={isPage} />
  return (
    <>
      {back}
      <LinkDetail
        key={page.link.id}
        environment={environment}
        page={page}
        messages={await customerMessages(page)}
        heading={heading}
      />
    </>
  )
}

const minutes = 10

/** In the languages of customers, whatever the agent's is. The address is filled in where it is shown, and nowhere before. */
async function customerMessages({ link, institution }: LinkPage): Promise<Record<CustomerLocale, string>> {
  const name = institution.displayName ?? link.institution
  const message = async (locale: CustomerLocale) => {
    const t = await getTranslations({ locale: tags[locale], namespace: "recovery" })
    return t("message", { institution: name, minutes, address: "{address}" })
  }
  const [es, pt, en] = await Promise.all([message("es"), message("pt-BR"), message("en")])
  return { es, "pt-BR": pt, en }
}
