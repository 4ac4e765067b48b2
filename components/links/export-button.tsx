"use client"

import { Download } from "lucide-react"
import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { useShortcut } from "@/components/ui/shortcuts"
import { type LinkListParams, linkListParams } from "@/lib/links/schema"

/** The list as it is filtered and sorted, as a file; `e` takes it. */
export function ExportButton({ environment, params }: { environment: string; params: LinkListParams }) {
  const t = useTranslations("links.selection")
  // Not a link of Next's: it would ask for the file a second time, as a page.
  const take = () => location.assign(`/api/${environment}/links.csv${toFilterQuery(params)}`)
  useShortcut("e", t("export"), take)
  return (
    <Button icon={<Download />} onClick={take}>
      {t("export")}
    </Button>
  )
}

/** What a list shows, whatever page of it is open. */
export const toFilterQuery = (params: LinkListParams): string =>
  linkListParams.query({ ...params, after: null, before: null, live: false, page: 1 })
