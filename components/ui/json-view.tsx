import { RawText } from "./raw-text"

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** A value as it came over the wire, indented, to read and to copy. */
export function JsonView({ value, label }: { value: JsonValue; label: string }) {
  return <RawText text={JSON.stringify(value, null, 2)} label={label} />
}
