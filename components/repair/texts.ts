import { getTranslations } from "next-intl/server"
import { formatDate, tags } from "@/lib/format"
import type { CustomerLocale } from "@/lib/recovery/schema"

export const screens = [
  "open",
  "consent",
  "repaired",
  "healed",
  "again",
  "broke",
  "expired",
  "revoked",
  "gone",
  "unknown",
  "guessing",
  "away",
  "checking",
  "left",
  "refused",
  "bank",
] as const
export type Screen = (typeof screens)[number]
export type Words = { title: string; text: string; button: string }

/** When the connection worked, and where its customer lives. */
export type Worked = { at: Date; timeZone: string }

export type Texts = {
  screens: Record<Screen, Words>
  starting: string
  busy: string
  wait: string
  failed: string
  aside: string
  asideLink: string
  never: string
  ask: string
  askSender: string
  page: string
}

/** Every sentence that the page may come to say, in the customer's language. `{seconds}` is filled in where it is known. */
export async function textsOf(
  locale: CustomerLocale,
  { operator, institution, worked = null }: { operator: string; institution: string | null; worked?: Worked | null },
): Promise<Texts> {
  const t = await getTranslations({ locale: tags[locale], namespace: "repair" })
  const bank = institution ?? t("yourBank")
  const buttons: Partial<Record<Screen, string>> = { open: t("start"), again: t("start"), consent: t("portal") }
  const day = worked === null ? "" : formatDate(tags[locale], worked.timeZone, worked.at)
  const words = screens.map((screen) => {
    const [title, text] = [t(`screen.${screen}.title`, { bank }), t(`screen.${screen}.text`, { bank, day })]
    return [screen, { title, text, button: buttons[screen] ?? t("again") }] as const
  })
  const seconds = "{seconds}"
  return {
    screens: Object.fromEntries(words) as Record<Screen, Words>,
    ...{
      starting: t("starting"),
      failed: t("failed"),
      aside: t("aside"),
      asideLink: t("asideLink"),
      never: t("never"),
    },
    ...{ busy: t("busy", { seconds }), wait: t("wait", { seconds }), askSender: t("askSender") },
    ask: operator === "" ? t("ask") : t("askOperator", { operator }),
    page: operator === "" ? t("page") : t("pageOf", { operator }),
  }
}
