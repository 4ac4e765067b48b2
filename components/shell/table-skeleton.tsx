import { Skeleton } from "@/components/ui/skeleton"

const widths = ["w-32", "w-24", "w-40", "w-20", "w-24"]

export function TableSkeleton({ rows }: { rows: number }) {
  return (
    <div aria-busy className="rounded border border-line bg-surface">
      <div className="h-[34px] border-line border-b" />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing have no other name
        <div key={row} className="flex h-[var(--row)] items-center gap-8 border-line border-b px-4 last:border-b-0">
          {widths.map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of nothing have no other name
            <Skeleton key={column} className={`h-3 max-w-full ${width}`} />
          ))}
        </div>
      ))}
    </div>
  )
}
