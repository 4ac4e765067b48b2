import { useTranslations } from "next-intl"
import { Named } from "@/components/ui/named"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import type { InstitutionStanding } from "@/lib/recovery/campaigns/measuring/queries"
import { byFailure } from "@/lib/recovery/campaigns/rules"

const columns = ["sent", "opened", "repaired", "healed", "gaveUp", "failed", "untouched"] as const
/** What a phone has room for. */
const narrow: readonly string[] = ["sent", "repaired"]

/** The same numbers for each institution, and how many of those held out work again; where nobody has come yet stands folded. */
export function InstitutionTable({ institutions }: { institutions: readonly InstitutionStanding[] }) {
  const t = useTranslations("campaigns.byInstitution")
  if (institutions.length === 0) return null
  const { opened, unopened } = byFailure(institutions)
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-md">{t("title")}</h2>
      {opened.length > 0 && <Rows label={t("title")} institutions={opened} />}
      {unopened.length > 0 && (
        <details>
          <summary className="cursor-pointer text-muted">{t("unopened", { count: unopened.length })}</summary>
          <Rows label={t("unopened", { count: unopened.length })} institutions={unopened} />
        </details>
      )}
    </section>
  )
}

function Rows({ label, institutions }: { label: string; institutions: readonly InstitutionStanding[] }) {
  const t = useTranslations("campaigns.byInstitution")
  const standing = useTranslations("campaigns.standing")
  const names = institutions.map(({ displayName }) => displayName)
  return (
    <PlainTable
      label={label}
      head={
        <>
          <Head>{t("institution")}</Head>
          {columns.map((name) => (
            <Head key={name} end wide={!narrow.includes(name)}>
              {standing(name)}
            </Head>
          ))}
          <Head end wide>
            {t("heldOut")}
          </Head>
        </>
      }
    >
      {institutions.map((one) => (
        <Row
          key={one.institution}
          {...one}
          isNamesake={names.indexOf(one.displayName) !== names.lastIndexOf(one.displayName)}
        />
      ))}
    </PlainTable>
  )
}

type RowProps = InstitutionStanding & { isNamesake: boolean }

function Row({ institution, displayName, asked, heldOut, isNamesake }: RowProps) {
  const { states } = asked
  const values: Record<(typeof columns)[number], number> = {
    ...{ sent: asked.sent, opened: asked.opened, repaired: states.repaired, healed: states.healed },
    ...{ gaveUp: states.gave_up, failed: states.failed, untouched: states.untouched },
  }
  const working = heldOut.states.repaired + heldOut.states.healed
  return (
    <tr>
      <Cell>
        <Named name={displayName} code={institution} isCoded={isNamesake} />
      </Cell>
      {columns.map((name) => (
        <Cell key={name} end wide={!narrow.includes(name)}>
          <Num value={values[name]} />
        </Cell>
      ))}
      <Cell end wide>
        <Num value={working} /> / <Num value={heldOut.members} />
      </Cell>
    </tr>
  )
}
