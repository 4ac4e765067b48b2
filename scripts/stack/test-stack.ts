import { join } from "node:path"

/** The stack of the browser tests has folders of its own, so that a demo can run beside it. */
export const testStack = {
  dataDir: join(import.meta.dirname, "../../.data-e2e"),
  distDir: ".next-test",
  links: 5_000,
  throwaway: true,
  holdHours: 0,
  receiver: true,
}
