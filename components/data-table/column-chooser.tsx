"use client"

import type { ReactTable } from "@tanstack/react-table"
import { Columns3 } from "lucide-react"
import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { CheckField } from "@/components/ui/checkbox"
import { Popover } from "@/components/ui/popover"
import type { features } from "./features"

export function ColumnChooser<Row extends object>({ table }: { table: ReactTable<typeof features, Row> }) {
  const t = useTranslations("ui.table")
  const columns = table.getAllLeafColumns().filter((column) => column.getCanHide())
  if (columns.length === 0) return null
  return (
    <Popover
      label={t("columns")}
      align="end"
      trigger={(props) => (
        <Button {...props} variant="ghost" className="max-md:hidden" icon={<Columns3 />}>
          {t("columns")}
        </Button>
      )}
    >
      {() => (
        <div className="flex flex-col gap-2">
          {columns.map((column) => (
            <CheckField
              key={column.id}
              label={column.columnDef.meta?.label ?? column.id}
              checked={column.getIsVisible()}
              onChange={(event) => column.toggleVisibility(event.target.checked)}
            />
          ))}
          <Button size="sm" onClick={() => table.toggleAllColumnsVisible(true)}>
            {t("resetColumns")}
          </Button>
        </div>
      )}
    </Popover>
  )
}
