import { useTranslations } from "next-intl"

/** Every job of the product; one that an older version left behind stands under its own name. */
export const jobNames = [
  "audit-heads",
  "blank-removed-links",
  "clear-passing",
  "compare-links",
  "decide-orphans",
  "deliver-outgoing",
  "directory-source",
  "directory-source-due",
  "drive-campaigns",
  "end-addresses",
  "end-campaign-drafts",
  "end-deliveries",
  "end-directory-files",
  "end-ignored-orphans",
  "end-raw-webhooks",
  "expire-batches",
  "expire-deletions",
  "fold-all-counts",
  "fold-counts",
  "forget-connecting",
  "import-directory-file",
  "institutions",
  "judge-orphans",
  "make-campaign-addresses",
  "make-duplicate-plan",
  "measure-campaigns",
  "months-ahead",
  "note-missed",
  "reread",
  "review-external-ids",
  "run-batch",
  "run-deletion-request",
  "settle-connecting",
  "settle-duplicate-plans",
  "settle-overdue",
  "settle-rumour",
  "settle-session",
  "start-due-batches",
  "start-due-deletions",
  "sweep",
  "sweep-due",
] as const

/** What a job does, in words. */
export function JobName({ name }: { name: string }) {
  const t = useTranslations("jobs.names")
  const known = jobNames.find((one) => one === name)
  return known ? <span data-tip={name}>{t(known)}</span> : <span className="font-mono text-sm">{name}</span>
}
