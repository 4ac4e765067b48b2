import { useTranslations } from "next-intl"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"

const shown = 24

/** Where nobody is told by webhook: the addresses of each wave that has gone out, so that nobody is written to twice; the latest first. */
export function WaveFiles({ environment, campaign }: { environment: string; campaign: CampaignView }) {
  const t = useTranslations("campaigns.waveFiles")
  const last = Math.min(campaign.wave - 1, campaign.waves)
  if (campaign.waves < 2 || last < 1) return null
  const waves = Array.from({ length: Math.min(shown, last) }, (_, index) => last - index)
  return (
    <section className="flex flex-col gap-1">
      <h2 className="font-semibold text-md">{t("title")}</h2>
      <p className="text-muted">{t("why")}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {waves.map((wave) => (
          <li key={wave}>
            <a
              href={`/api/${environment}/campaign.csv?campaign=${campaign.id}&wave=${wave}`}
              className="text-accent-text underline"
              download
            >
              {t("wave", { wave })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
