/** Two links of a chain. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.25"
      aria-hidden="true"
      className={className}
    >
      <rect x="2.5" y="8.5" width="12" height="7" rx="3.5" transform="rotate(-35 8.5 12)" />
      <path
        d="M13.2 17.6a3.5 3.5 0 0 1-.9-4.9l2.1-3a3.5 3.5 0 0 1 5.7 4l-2.1 3a3.5 3.5 0 0 1-2.9 1.5"
        strokeLinecap="round"
      />
    </svg>
  )
}
