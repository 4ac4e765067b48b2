"use client"

import Link from "next/link"
import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { columnsOf } from "@/components/data-table/features"
import { Time } from "@/components/ui/time"
import { shortenMiddle } from "@/lib/format"
import type { RecoveryRow } from "@/lib/recovery/list/schema"
import { lastingParts } from "@/lib/time"
import { OutcomeCell } from "./outcome-cell"
import { RevokeButton } from "./revoke-button"

const column = columnsOf<RecoveryRow>()

export function useRecoveryColumns(environment: string, mayRevoke: boolean) {
  const t = useTranslations("recoveries")
  return useMemo(
    () =>
      column.columns([
        column.accessor("externalId", {
          meta: { label: t("columns.customer"), opens: true, narrow: "lead" },
          cell: ({ row: { original } }) => (
            <span className="font-mono text-sm">
              {original.externalId ?? (
                <span className="text-faint">
                  {original.linkId === null
                    ? t("forgotten")
                    : t("noExternalId", { id: shortenMiddle(original.linkId, 4) })}
                </span>
              )}
            </span>
          ),
        }),
        column.accessor("institution", {
          meta: { label: t("columns.institution") },
          cell: ({ row: { original } }) => original.institutionName ?? original.institution ?? "—",
        }),
        column.accessor("kind", {
          meta: { label: t("columns.kind") },
          cell: ({ row }) => t(`kinds.${row.original.kind}`),
        }),
        column.accessor("outcome", {
          meta: { label: t("columns.outcome"), narrow: "below" },
          cell: ({ row }) => <OutcomeCell row={row.original} />,
        }),
        column.accessor("by", {
          meta: { label: t("columns.by") },
          cell: ({ row: { original } }) => original.by?.name ?? <ByCampaign environment={environment} row={original} />,
        }),
        column.accessor("madeAt", {
          meta: { label: t("columns.made"), narrow: "end" },
          cell: ({ row }) => <Time at={row.original.madeAt} />,
        }),
        column.accessor("openedAt", {
          meta: { label: t("columns.opened") },
          cell: ({ row }) => <Time at={row.original.openedAt} />,
        }),
        column.accessor("repairMs", {
          meta: { label: t("columns.time"), align: "end", narrow: "below-end" },
          cell: ({ row: { original } }) =>
            original.repairMs === null ? (
              <>
                <span className="max-md:hidden">—</span>
                {mayRevoke && original.revocable && (
                  <span className="md:hidden">
                    <RevokeButton environment={environment} addressId={original.id} />
                  </span>
                )}
              </>
            ) : (
              <Lasting ms={original.repairMs} />
            ),
        }),
        column.display({
          id: "acts",
          enableHiding: false,
          meta: { label: t("columns.acts"), align: "end", unseen: true },
          cell: ({ row: { original } }) =>
            mayRevoke && original.revocable && <RevokeButton environment={environment} addressId={original.id} />,
        }),
      ]),
    [t, environment, mayRevoke],
  )
}

function ByCampaign({ environment, row: { campaignId } }: { environment: string; row: RecoveryRow }) {
  const t = useTranslations("recoveries")
  if (campaignId === null) return t("campaign")
  return (
    <Link
      href={`/${environment}/recovery/campaigns/${campaignId}`}
      prefetch={false}
      className="text-accent-text hover:underline"
    >
      {t("campaign")}
    </Link>
  )
}

/** Short ones to the second: a repair on the phone takes a minute or two. */
function Lasting({ ms }: { ms: number }) {
  const t = useTranslations("recoveries")
  const tTime = useTranslations("time.lasting")
  if (ms < 100_000) return t("seconds", { count: Math.round(ms / 1_000) })
  const { unit, count } = lastingParts(ms)
  return tTime(unit, { count })
}
