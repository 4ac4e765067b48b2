"use client"

import { ListChecks } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ComponentProps } from "react"
import { DuplicatesTable } from "@/components/duplicates/duplicates-table"
import { ButtonLink } from "@/components/ui/button"
import { PlanSelection } from "./plan-selection"

type PlannableDuplicatesProps = Omit<ComponentProps<typeof DuplicatesTable>, "actions" | "selectionActions"> & {
  /** When the list was read; ISO 8601. */
  readAt: string
  mayResolve: boolean
}

/** The list of duplicates, from which plans are made. */
export function PlannableDuplicates({ readAt, mayResolve, ...list }: PlannableDuplicatesProps) {
  const t = useTranslations("plans")
  const { environment, params } = list
  return (
    <DuplicatesTable
      {...list}
      actions={
        <ButtonLink href={`/${environment}/duplicates/plans`} icon={<ListChecks />}>
          {t("title")}
        </ButtonLink>
      }
      selectionActions={
        mayResolve
          ? (selection) => (
              <PlanSelection environment={environment} selection={selection} params={params} readAt={readAt} />
            )
          : undefined
      }
    />
  )
}
