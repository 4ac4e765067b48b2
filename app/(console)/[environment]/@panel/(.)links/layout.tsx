import type { ReactNode } from "react"
import { LinkPanel } from "@/components/link-detail/link-panel"

/** Above the link itself, so that the frame stays while one goes from row to row. */
export default function PanelLayout({ children }: { children: ReactNode }) {
  return <LinkPanel>{children}</LinkPanel>
}
