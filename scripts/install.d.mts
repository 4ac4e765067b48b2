type Packages = Readonly<Record<string, { version?: string; optional?: boolean }>>

export function runInstalled(script: string): Promise<void>
export function isInstalled(lock: { packages: Packages } | null, installed: { packages: Packages } | null): boolean
