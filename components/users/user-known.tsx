import { useTranslations } from "next-intl"
import { Id } from "@/components/ui/id"
import { Panel } from "@/components/ui/panel"
import type { KnownUser } from "@/lib/users/schema"

/** What the operator's directory knows of the user, and where Belvo says otherwise. */
export function UserKnown({ environment, known }: { environment: string; known: KnownUser | null }) {
  const t = useTranslations("users.directory")
  return (
    <Panel title={t("title")}>
      {known === null ? (
        <p className="text-muted">
          {t.rich("none", {
            link: (chunks) => (
              <a href={`/${environment}/directory`} className="text-accent-text underline underline-offset-2">
                {chunks}
              </a>
            ),
          })}
        </p>
      ) : (
        <div className="flex flex-col gap-2">
          <p>{known.known ? t("known", { count: known.linkIds.length }) : t("unknown")}</p>
          <Ids text={t("missing", { count: known.missing.length })} ids={known.missing} />
          <Ids text={t("elsewhere", { count: known.elsewhere.length })} ids={known.elsewhere} />
        </div>
      )}
    </Panel>
  )
}

function Ids({ text, ids }: { text: string; ids: readonly string[] }) {
  if (ids.length === 0) return null
  return (
    <div>
      <p>{text}</p>
      <ul className="flex flex-wrap gap-x-3">
        {ids.map((id) => (
          <li key={id}>
            <Id value={id} />
          </li>
        ))}
      </ul>
    </div>
  )
}
