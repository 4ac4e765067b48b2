import { Skeleton } from "@/components/ui/skeleton"

/** The size of what comes. */
export function LinkSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-4">
      <div className="flex items-start justify-between gap-6">
        <div className="flex flex-col gap-2">
          <Skeleton className="h-6 w-48" />
          <Skeleton className="h-4 w-32" />
        </div>
        <Skeleton className="h-5 w-40" />
      </div>
      <Skeleton className="h-4 w-full max-w-lg" />
      <Skeleton className="h-8 w-72" />
      <div className="grid gap-8 sm:grid-cols-2">
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    </div>
  )
}
