import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { Input } from "@/components/ui/input"
import { Panel } from "@/components/ui/panel"

type ConnectStartProps = { environment: string; externalId: string | null }

/** Whose link it will be. Works by address, so that other pages lead here with the id filled in. */
export function ConnectStart({ environment, externalId }: ConnectStartProps) {
  const t = useTranslations("connect")
  return (
    <Panel title={t("whose")}>
      <form method="get" action={`/${environment}/recovery/new`} className="flex max-w-xl flex-col gap-1">
        <label htmlFor="external-id" className="font-medium">
          {t("externalId")}
        </label>
        <div className="flex gap-2">
          <Input
            key={externalId}
            id="external-id"
            name="externalId"
            defaultValue={externalId ?? ""}
            required
            maxLength={300}
            autoComplete="off"
            aria-describedby="external-id-note"
            className="font-mono"
          />
          <Button type="submit" variant={externalId === null ? "primary" : "secondary"}>
            {t("look")}
          </Button>
        </div>
        <p id="external-id-note" className="text-faint text-sm">
          {t("externalIdHint")}
        </p>
      </form>
    </Panel>
  )
}
