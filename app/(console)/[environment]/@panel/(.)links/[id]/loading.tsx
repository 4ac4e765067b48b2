import { LinkSkeleton } from "@/components/link-detail/link-skeleton"

export default function Loading() {
  return <LinkSkeleton />
}
