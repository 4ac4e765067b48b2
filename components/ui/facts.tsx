import { Fragment, type ReactNode } from "react"

export type Fact = { label: string; value: ReactNode }

/** Names and values side by side. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[fit-content(42%)_minmax(0,1fr)] md:grid-cols-[minmax(96px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      {facts.map((fact) => (
        <Fragment key={fact.label}>
          <dt className="text-muted">{fact.label}</dt>
          <dd className="min-w-0 break-words max-md:[&_time]:whitespace-normal">{fact.value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
