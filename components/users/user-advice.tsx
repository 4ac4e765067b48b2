import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Panel } from "@/components/ui/panel"
import type { Advice, UserPage } from "@/lib/users/schema"

type UserAdviceProps = { environment: string; page: UserPage }

/** What to know or to do before a new link is made, most urgent first. */
export function UserAdvice({ environment, page }: UserAdviceProps) {
  const t = useTranslations("users")
  return (
    <Panel title={t("before")}>
      <ul className="flex max-w-3xl list-disc flex-col gap-2 pl-5">
        {page.advice.map((advice) => (
          <li key={JSON.stringify(advice)}>
            <AdviceText environment={environment} advice={advice} page={page} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function AdviceText({ environment, advice, page }: UserAdviceProps & { advice: Advice }) {
  const t = useTranslations("users.advice")
  const to = (linkId: string) => (chunks: ReactNode) => (
    <a href={`/${environment}/links/${linkId}`} className="text-accent-text underline underline-offset-2">
      {chunks}
    </a>
  )
  const nameOf = (institution: string) =>
    page.links.find((link) => link.institution === institution)?.institutionName ?? institution
  switch (advice.kind) {
    case "repair":
      return t.rich(`repair.${advice.step}`, { bank: nameOf(advice.institution), link: to(advice.linkId) })
    case "works":
      return t.rich("works", { bank: nameOf(advice.institution), link: to(advice.linkId) })
    case "duplicates":
      return t.rich("duplicates", {
        bank: nameOf(advice.institution),
        count: advice.others.length + 1,
        link: to(advice.keep),
      })
    case "shared":
    case "several":
      return t(advice.kind, { bank: nameOf(advice.institution), count: advice.count })
    case "missing":
      return t("missing", { count: advice.count })
    case "brazil":
      return t("brazil", { banks: advice.institutions.map(nameOf).join(", ") })
    default:
      return t(advice.kind)
  }
}
