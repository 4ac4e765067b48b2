import { CopyButton } from "./copy-button"
import { Scroller } from "./scroller"

/** Text as it came, to read and to copy. */
export function RawText({ text, label }: { text: string; label: string }) {
  return (
    <div className="relative rounded border border-line bg-sunken">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} />
      </div>
      <Scroller label={label} className="max-h-96 p-3 pr-10">
        <pre className="font-mono text-sm">{text}</pre>
      </Scroller>
    </div>
  )
}
