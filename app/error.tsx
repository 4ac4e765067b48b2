"use client"

import { RouteError } from "@/components/shell/route-error"

export default function PageError(props: { error: unknown; retry: () => void }) {
  return (
    <main>
      <RouteError {...props} />
    </main>
  )
}
