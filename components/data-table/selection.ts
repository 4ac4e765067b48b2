/** Rows by id, or all that the list's filters match at this moment. */
export type Selection =
  | { kind: "none" }
  | { kind: "rows"; ids: readonly string[] }
  | { kind: "matching"; count: number; exact: boolean }
