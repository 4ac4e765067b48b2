"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useEffect, useState } from "react"
import { Facts } from "@/components/ui/facts"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Progress } from "@/components/ui/progress"
import { type ImportView, importView } from "@/lib/directory/schema"

const everyMs = 1_000

type ActiveImportProps = { environment: string; one: ImportView }

/** How far an import is, asked for every second; when it has ended the page is rendered anew. */
export function ActiveImport({ environment, one }: ActiveImportProps) {
  const t = useTranslations("directory.active")
  const { state, rows, refused, bytes, bytesRead } = useImport(environment, one)
  const label = state === "queued" ? t("waiting") : t("running")
  const inKilobytes = (value: number) => Math.round(value / 1024)
  return (
    <Panel title={label}>
      <div className="flex flex-col gap-3">
        <Progress label={label} done={inKilobytes(bytesRead)} total={bytes === null ? null : inKilobytes(bytes)} />
        <Facts
          facts={[
            { label: t("rows"), value: <Num value={rows} /> },
            { label: t("refused"), value: <Num value={refused} /> },
          ]}
        />
        <p className="text-faint text-sm">{t("mayLeave")}</p>
      </div>
    </Panel>
  )
}

function useImport(environment: string, rendered: ImportView): ImportView {
  const [one, setOne] = useState(rendered)
  const router = useRouter()
  const { id } = rendered
  useEffect(() => {
    const ended = new AbortController()
    const look = async () => {
      const found = await fetchImport(`/api/${environment}/directory/imports/${id}`, ended.signal)
      if (!found || ended.signal.aborted) return
      setOne(found)
      if (found.state !== "queued" && found.state !== "running") router.refresh()
    }
    const timer = setInterval(() => void look(), everyMs)
    return () => {
      clearInterval(timer)
      ended.abort()
    }
  }, [environment, id, router])
  return one
}

/** Null where there is no answer: asked again a second later. */
async function fetchImport(url: string, signal: AbortSignal): Promise<ImportView | null> {
  try {
    const response = await fetch(url, { signal, headers: { accept: "application/json" } })
    const found = importView.safeParse(await response.json())
    return found.success ? found.data : null
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return null
    throw error
  }
}
