import pg from "pg"

/**
 * A pool of one connection in one transaction that is never committed: the product's BEGIN, COMMIT and ROLLBACK become
 * savepoints in it. What `read` does is rolled back, so its READ ONLY and its environment end with it.
 */
export async function rolledBackPool(
  appUrl: string,
): Promise<{ pool: pg.Pool; bind(environmentId: number): void; end(): Promise<void> }> {
  let client: SavepointClient | undefined
  class Client extends SavepointClient {
    constructor(config?: string | pg.ClientConfig) {
      super(config)
      client = this
    }
  }
  const pool = new pg.Pool({ connectionString: appUrl, max: 1, idleTimeoutMillis: 0, Client })
  const held = await pool.connect()
  await held.query("START TRANSACTION")
  held.release()
  return {
    pool,
    bind: (environmentId) => client?.bind(environmentId),
    end: () => pool.end(),
  }
}

type Level = { name: string; readOnly: boolean }

class SavepointClient extends pg.Client {
  private readonly levels: Level[] = []
  private environmentId = 0

  bind(environmentId: number): void {
    this.environmentId = environmentId
  }

  // pg.Client.query has a dozen overloads; each keeps its arguments here, only the statement's text may change.
  override query = ((...given: unknown[]) => {
    const [first, ...rest] = given
    const text = textOf(first)
    const inner = this.levels.at(-1)
    if (inner && text.includes("'transaction_read_only', 'on'")) inner.readOnly = true
    const other = this.translated(text)
    const send = pg.Client.prototype.query as (...args: unknown[]) => unknown
    return other === null
      ? send.apply(this, given)
      : send.apply(this, [other, ...rest.filter((one) => typeof one === "function")])
  }) as pg.Client["query"]

  private translated(text: string): string | null {
    const statement = text.trim().toUpperCase()
    if (statement === "BEGIN") {
      const name = `level_${this.levels.length}`
      this.levels.push({ name, readOnly: false })
      return `SAVEPOINT ${name}`
    }
    if (statement !== "COMMIT" && statement !== "ROLLBACK") return null
    const level = this.levels.pop()
    if (!level) throw new Error(`${statement} without BEGIN`)
    const undo = statement === "ROLLBACK" || level.readOnly ? `ROLLBACK TO SAVEPOINT ${level.name}; ` : ""
    return `${undo}RELEASE SAVEPOINT ${level.name}; SELECT set_config('enlace.environment', '${this.environmentId}', true)`
  }
}

function textOf(query: unknown): string {
  if (typeof query === "string") return query
  return typeof query === "object" && query !== null && "text" in query && typeof query.text === "string"
    ? query.text
    : ""
}
