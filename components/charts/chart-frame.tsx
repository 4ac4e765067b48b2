"use client"

import { ArrowDownToLine, ChartArea, Image as ImageIcon, Table2 } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ReactNode, useRef, useState } from "react"
import { Button } from "@/components/ui/button"
import { Scroller } from "@/components/ui/scroller"
import { exportPng } from "./export-png"
import { Legend } from "./legend"
import type { Series } from "./series"

type ChartFrameProps = {
  /** Answers a question where a rule can tell, else names the measure. */
  title: string
  note?: ReactNode
  /** The same numbers. */
  table: ReactNode
  csvHref?: string
  /** Name of the picture to take along; without it none is offered. */
  png?: string
  /** Named by colour below the title, and in the picture. */
  series?: readonly Series[]
  actions?: ReactNode
  height: number
  children: ReactNode
}

/** A chart with its title, its numbers one click away, and ways to take it along. */
export function ChartFrame({ title, note, table, csvHref, png, series, actions, height, children }: ChartFrameProps) {
  const t = useTranslations("ui.chart")
  const plot = useRef<HTMLDivElement>(null)
  const [asTable, setAsTable] = useState(false)
  const takePicture = () => {
    const picture = plot.current?.querySelector("svg") ?? null
    void exportPng(picture, { title, fileName: png ?? title, series: series ?? [] })
  }
  return (
    <figure className="min-w-0 rounded border border-line bg-surface">
      <figcaption className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-3 pb-1">
        <div className="min-w-0">
          <h2 className="font-semibold">{title}</h2>
          {note !== undefined && <p className="text-muted">{note}</p>}
        </div>
        <div className="no-print flex items-center gap-1">
          {actions}
          <Tool
            name={asTable ? t("asChart") : t("asTable")}
            icon={asTable ? <ChartArea /> : <Table2 />}
            onClick={() => setAsTable(!asTable)}
          />
          {png !== undefined && !asTable && <Tool name={t("png")} icon={<ImageIcon />} onClick={takePicture} />}
          {csvHref !== undefined && (
            <a
              href={csvHref}
              aria-label={t("csv")}
              data-tip={t("csv")}
              className="inline-flex size-8 items-center justify-center rounded text-muted hover:bg-hover hover:text-ink"
            >
              <ArrowDownToLine aria-hidden className="size-3.5" />
            </a>
          )}
        </div>
      </figcaption>
      {series !== undefined && (
        <div className="px-4 pb-1">
          <Legend series={series} />
        </div>
      )}
      {asTable ? (
        <Scroller label={title} style={{ height }}>
          {table}
        </Scroller>
      ) : (
        <div ref={plot} className="px-2 pb-2" style={{ height }}>
          {children}
        </div>
      )}
    </figure>
  )
}

type ToolProps = { name: string; icon: ReactNode; onClick: () => void }

const Tool = ({ name, icon, onClick }: ToolProps) => (
  <Button variant="ghost" aria-label={name} data-tip={name} icon={icon} onClick={onClick} />
)
