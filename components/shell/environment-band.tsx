import { useTranslations } from "next-intl"
import { cn } from "@/components/ui/cn"
import type { EnvironmentChoice } from "./environment"

/** Across the whole top of every page: solid for production, hatched for anything else. */
export function EnvironmentBand({ environment }: { environment: EnvironmentChoice }) {
  const t = useTranslations("shell.environment")
  const { production } = environment
  return (
    <div
      data-environment={production ? "production" : "sandbox"}
      className={cn(
        "flex h-5 shrink-0 items-center justify-center font-semibold text-xs",
        production ? "bg-accent text-on-accent" : "hatched text-ink",
      )}
    >
      <span className={cn("truncate px-2", !production && "rounded-sm bg-sunken leading-4")}>
        {production ? t("production") : t("sandbox")}
      </span>
    </div>
  )
}
