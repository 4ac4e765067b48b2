export type EnvironmentChoice = { slug: string; name: string; production: boolean }
