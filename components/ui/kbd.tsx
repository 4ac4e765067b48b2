export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-strong bg-sunken px-1 font-sans text-muted text-xs">
      {children}
    </kbd>
  )
}
