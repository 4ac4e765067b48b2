import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { CertificateSheet } from "@/components/deletions/certificate-sheet"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { findCertificate } from "@/lib/deletions/certificate/queries"
import { requireCtx } from "@/lib/request"

/** More would be no page to print: the file has them all, and the hash is of all. */
const mostPrinted = 1_000

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deletions.certificate"))("title") }
}

/** A request's certificate as a sheet to print. */
export default async function CertificatePage({ params }: PageProps<"/[environment]/deletions/[id]/certificate">) {
  const { environment, id } = await params
  const ctx = await requireCtx(environment)
  const t = await getTranslations("deletions.certificate")
  const shown = await findCertificate(ctx, { requestId: id, most: mostPrinted })
  if (!shown) notFound()
  return (
    <>
      <PageHeader title={t("title")} back={{ href: `/${environment}/deletions/${id}`, label: t("back") }} />
      <PageBody>
        <CertificateSheet {...shown} />
      </PageBody>
    </>
  )
}
