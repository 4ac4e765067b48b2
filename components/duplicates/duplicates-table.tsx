"use client"

import { Download } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import { type ReactNode, useMemo } from "react"
import { DataTable, type DataTableProps } from "@/components/data-table/data-table"
import { columnsOf } from "@/components/data-table/features"
import { NeverSwept } from "@/components/shell/never-swept"
import { Button, ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { useShortcut } from "@/components/ui/shortcuts"
import { Time } from "@/components/ui/time"
import type { DuplicateGroup } from "@/lib/duplicates/queries"
import { type DuplicateListParams, duplicateListParams, otherQueue } from "@/lib/duplicates/schema"
import { formatNumber, shortenMiddle } from "@/lib/format"
import { type Page, type Total, turnsOf } from "@/lib/page"
import { DuplicateFilters } from "./duplicate-filters"
import { ExternalIdsCell, InstitutionCell, KeepCell, MembersCell } from "./group-cells"

type DuplicatesTableProps = {
  environment: string
  page: Page<DuplicateGroup>
  params: DuplicateListParams
  institutions: readonly { name: string; displayName: string }[]
  /** How many groups the other queue has, where this one has none. */
  elsewhere: Total | null
  /** Whether a sweep of all links has ever come to its end. */
  swept: boolean
  may: { export: boolean }
  /** Further buttons at the right of the toolbar, and what may be done with a selection. */
  actions?: ReactNode
  selectionActions?: DataTableProps<DuplicateGroup>["selectionActions"]
}

/** Groups of links of one login, found last first; a row opens its group. */
export function DuplicatesTable({
  environment,
  page,
  params,
  institutions,
  elsewhere,
  swept,
  may,
  ...more
}: DuplicatesTableProps) {
  const t = useTranslations("duplicates")
  const columns = useColumns(params.queue === "customer")
  const path = `/${environment}/duplicates`
  const filtered = params.institution.length > 0 || params.broken
  return (
    <DataTable
      name="duplicates"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={({ id }) => id}
      rowName={({ institution, institutionUserId }) => `${institution} ${shortenMiddle(institutionUserId, 4)}`}
      rowHref={({ id }) => `${path}/${id}`}
      {...turnsOf(`${path}${duplicateListParams.query(params)}`, page)}
      filters={<DuplicateFilters path={path} params={params} institutions={institutions} />}
      actions={
        <>
          {more.actions}
          {may.export && <ExportButton environment={environment} params={params} />}
        </>
      }
      selectionActions={params.queue === "customer" ? more.selectionActions : undefined}
      empty={
        swept || filtered ? (
          <EmptyState
            title={filtered ? t("noMatch") : t(`queues.${params.queue}.empty`)}
            actions={elsewhere && elsewhere.count > 0 && <OtherQueue path={path} params={params} total={elsewhere} />}
          >
            {filtered ? t("noMatchWhy") : t(`queues.${params.queue}.emptyWhy`)}
          </EmptyState>
        ) : (
          <NeverSwept environment={environment} />
        )
      }
    />
  )
}

type OtherQueueProps = { path: string; params: DuplicateListParams; total: Total }

/** The links that are marked as duplicates must be somewhere. */
function OtherQueue({ path, params, total }: OtherQueueProps) {
  const t = useTranslations("duplicates.queues")
  const locale = useLocale()
  const queue = otherQueue(params.queue)
  return (
    <ButtonLink href={`${path}${duplicateListParams.query(params, { queue })}`}>
      {t(`${queue}.show`, {
        count: total.count,
        shown: `${formatNumber(locale, total.count)}${total.exact ? "" : "+"}`,
      })}
    </ButtonLink>
  )
}

const column = columnsOf<DuplicateGroup>()

function useColumns(withSurvivor: boolean) {
  const t = useTranslations("duplicates.columns")
  return useMemo(
    () =>
      column.columns([
        column.accessor("institution", {
          meta: { label: t("institution"), opens: true, narrow: "lead" },
          cell: ({ row }) => <InstitutionCell group={row.original} />,
        }),
        column.accessor("members", {
          meta: { label: t("links"), narrow: "below" },
          cell: ({ row }) => <MembersCell group={row.original} />,
        }),
        column.accessor("externalIds", {
          meta: { label: t("externalIds") },
          cell: ({ row }) => <ExternalIdsCell group={row.original} />,
        }),
        ...(withSurvivor
          ? [
              column.accessor("survivor", {
                meta: { label: t("keep") },
                cell: ({ row }) => <KeepCell group={row.original} />,
              }),
            ]
          : []),
        column.accessor("firstSeenAt", {
          meta: { label: t("found"), narrow: "end" },
          cell: ({ row }) => <Time at={row.original.firstSeenAt} />,
        }),
      ]),
    [t, withSurvivor],
  )
}

/** Every link of the groups as filtered, as a file; `e` takes it. */
function ExportButton({ environment, params }: { environment: string; params: DuplicateListParams }) {
  const t = useTranslations("duplicates")
  const { queue, institution, broken } = params
  const query = new URLSearchParams({ queue })
  if (institution.length > 0) query.set("institution", institution.join(","))
  if (broken) query.set("broken", "1")
  // Not a link of Next's: it would ask for the file a second time, as a page.
  const take = () => location.assign(`/api/${environment}/duplicates.csv?${query}`)
  useShortcut("e", t("export"), take)
  return (
    <Button icon={<Download />} onClick={take}>
      {t("export")}
    </Button>
  )
}
