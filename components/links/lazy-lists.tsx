"use client"

import { type ComponentProps, lazy } from "react"

const LiveList = lazy(async () => ({ default: (await import("./live-list")).LiveList }))
const AsOfTable = lazy(async () => ({ default: (await import("./as-of-table")).AsOfTable }))

/** `LiveList`, whose script comes with it: few ask for it. */
export function LazyLiveList(props: ComponentProps<typeof LiveList>) {
  return <LiveList {...props} />
}

/** `AsOfTable`, whose script comes with it: few look at a past day. */
export function LazyAsOfTable(props: ComponentProps<typeof AsOfTable>) {
  return <AsOfTable {...props} />
}
