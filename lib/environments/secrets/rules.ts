/** What a secret belongs to: moved to another environment, name or version, it does not open. */
export type BoundSecret = { environmentId: number; name: string; version: number }

export const secretSeal = ({ environmentId, name, version }: BoundSecret): readonly string[] => [
  "secret",
  String(environmentId),
  name,
  String(version),
]
