import { PrismaPg } from "@prisma/adapter-pg"
import { ColumnTypeEnum, type SqlQuery } from "@prisma/driver-adapter-utils"
import pg from "pg"

/** The catalog's one-byte type "char", which the schema engine reads and Prisma's adapter refuses. */
const charOid = 18
const textOid = 25

/** Prisma's adapter, with columns of type "char" let through as text and named as what they are afterwards. */
export class CatalogAdapter extends PrismaPg {
  readonly #pool: CatalogPool

  constructor(url: string) {
    const pool = new CatalogPool({ connectionString: url, max: 1 })
    super(pool, { disposeExternalPool: true })
    this.#pool = pool
  }

  override async connect() {
    const adapter = await super.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query: SqlQuery) => {
      const result = await queryRaw(query)
      const types = result.columnTypes.map((type, i) =>
        this.#pool.charColumns.has(i) ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes: types }
    }
    return adapter
  }
}

class CatalogPool extends pg.Pool {
  /** Of the latest result; the engine asks one thing at a time. */
  charColumns = new Set<number>()

  constructor(config: pg.PoolConfig) {
    super(config)
    const query = this.query.bind(this)
    const queryChars = async (config: pg.QueryArrayConfig) => {
      const result = await query(config)
      this.charColumns = new Set(result.fields.flatMap((field, i) => (field.dataTypeID === charOid ? [i] : [])))
      for (const i of this.charColumns) Object.assign(result.fields[i] ?? {}, { dataTypeID: textOid })
      return result
    }
    Object.assign(this, { query: queryChars })
  }
}
