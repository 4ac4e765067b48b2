import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { Time } from "@/components/ui/time"

/** Belvo does not answer: what still works, what does not, and since when. */
export function OutageBanner({ since }: { since: Date }) {
  const t = useTranslations("environments.outage")
  return (
    <Banner grade="warning" title={t.rich("title", { time: () => <Time at={since} show="instant" /> })}>
      {t("what")}
    </Banner>
  )
}
