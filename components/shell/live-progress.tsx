"use client"

import { useTranslations } from "next-intl"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { useProgress } from "@/components/shell/use-progress"
import { Progress as Bar } from "@/components/ui/progress"
import type { Progress } from "@/lib/progress"

type LiveProgressProps = {
  /** Where the server tells of it. */
  path: string
  rendered: Progress
  /** What each step is called, by its name. */
  labels: Readonly<Record<string, string>>
}

/** A bar for each step, moved by the server; what hears the page instead of seeing it is told of each tenth of the whole. */
export function LiveProgress({ path, rendered, labels }: LiveProgressProps) {
  const t = useTranslations("ui.progress")
  const { progress, live } = useProgress(path, rendered)
  const whole = progress.steps.at(-1)
  const tenths = whole && whole.total > 0 ? Math.floor((whole.done / whole.total) * 10) : 0
  return (
    <>
      {!live && !progress.over && <KeepFresh />}
      {progress.steps.map(({ name, done, total }) => (
        <Bar key={name} label={labels[name] ?? name} done={done} total={total} />
      ))}
      <p role="status" className="sr-only">
        {whole && t("reached", { label: labels[whole.name] ?? whole.name, percent: tenths * 10 })}
      </p>
    </>
  )
}
