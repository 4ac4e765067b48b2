import { CopyButton } from "./copy-button"

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** A value as it came over the wire, indented, to read and to copy. */
export function JsonView({ value, label }: { value: JsonValue; label: string }) {
  const text = JSON.stringify(value, null, 2)
  return (
    <div className="relative rounded border border-line bg-sunken">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} />
      </div>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto p-3 pr-10"
      >
        <pre className="font-mono text-sm">{text}</pre>
      </section>
    </div>
  )
}
