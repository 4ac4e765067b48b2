import { isIP } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import { assertNoTransaction } from "@/lib/db"
import { type Identity, identityStatement, type Surroundings } from "@/lib/directory/source/connecting/queries"
import { SourceFailed } from "@/lib/directory/source/failing/commands"
import type { SourceConnection, SourcePlace, SourceProblemKind } from "@/lib/directory/source/schema"
import {
  addressesHere,
  hostAndPort,
  isSameAddress,
  kindOfAddress,
  type Resolve,
  resolveHost,
} from "@/lib/network-address"

const connectWithinMs = 10_000
/** Longer than the server's own limit for any statement: only a server that is silent is left by this. */
const silentForMs = 6 * 60_000
const ignore = () => {}

/**
 * A connection to exactly one of the addresses that were checked, whatever the name leads to a moment later. Throws
 * `SourceFailed`, also where it turns out to be our own database. The caller ends it.
 */
export async function connectSource(
  { env, ours }: Surroundings,
  connection: SourceConnection,
  { resolve = resolveHost }: { resolve?: Resolve } = {},
): Promise<pg.Client> {
  assertNoTransaction("A question to a directory's source")
  const addresses = await within(resolve(connection.host))
  if (addresses.length === 0) throw new SourceFailed("unresolved", { detail: connection.host })
  const own = await findOwnServer(env.databaseUrl, resolve)
  for (const address of addresses) {
    const problem = findProblem(connection, { address, own, allowed: env.directoryAllowedHosts })
    if (problem) throw new SourceFailed(problem, { detail: hostAndPort(address, connection.port) })
  }
  const client = await connectToOne(connection, addresses)
  try {
    await refuseOwnDatabase(client, ours)
    return client
  } catch (error) {
    await endSource(client)
    throw error
  }
}

/** A connection that is broken is left to itself. */
export const endSource = (client: pg.Client): Promise<void> =>
  Promise.race([client.end().catch(ignore), sleep(2_000, undefined, { ref: false })])

/** A resolver that says nothing is a host that is not there. */
const within = (asked: Promise<readonly string[]>): Promise<readonly string[]> =>
  Promise.race([asked, sleep(connectWithinMs, [], { ref: false })])

type OwnServer = { addresses: readonly string[]; port: number }

/** Where the driver goes for our own database; nowhere by network where that is a socket's path. */
async function findOwnServer(databaseUrl: string, resolve: Resolve): Promise<OwnServer> {
  const { host, port } = new pg.Client({ connectionString: databaseUrl })
  return { addresses: host.startsWith("/") ? [] : await within(resolve(host)), port }
}

type Candidate = { address: string; own: OwnServer; allowed: readonly string[] }

function findProblem({ host, port }: SourcePlace, { address, own, allowed }: Candidate): SourceProblemKind | null {
  const names = [hostAndPort(host, port), hostAndPort(address, port)]
  if (allowed.some((one) => names.includes(one.toLowerCase()))) return null
  if (port === own.port && own.addresses.some((one) => isSameAddress(one, address))) return "ownServer"
  const kind = kindOfAddress(address, addressesHere())
  if (kind === "public") return null
  return kind === "loopback" ? "loopback" : "linkLocal"
}

async function connectToOne(connection: SourceConnection, addresses: readonly string[]): Promise<pg.Client> {
  let last: unknown
  for (const address of addresses) {
    const client = new pg.Client(configOf(connection, address))
    client.on("error", ignore)
    try {
      await client.connect()
      return client
    } catch (error) {
      last = error
      await endSource(client)
    }
  }
  const failed = SourceFailed.from(last)
  // Hung up on before a word was said: something else listens there.
  throw failed.problem.kind === "lost" ? new SourceFailed("notPostgres") : failed
}

/** The certificate is asked for by the name that a person gave, although the address is what is connected to. */
function configOf({ host, port, database, user, password, sslmode }: SourceConnection, address: string) {
  const name = isIP(host) === 0 ? { servername: host } : {}
  const ssl = sslmode === "disable" ? false : { rejectUnauthorized: sslmode === "verify-full", ...name }
  return {
    ...{ host: address, port, database, user, password, ssl },
    ...{ application_name: "enlace", keepAlive: true },
    ...{ connectionTimeoutMillis: connectWithinMs, query_timeout: silentForMs },
  } satisfies pg.ClientConfig
}

/** By what PostgreSQL says of itself: another name, a proxy or a replica of ours would pass by its address. */
async function refuseOwnDatabase(client: pg.Client, ours: Identity | null): Promise<void> {
  const theirs = await identityOf(client)
  if (theirs === null || ours === null) return
  if (ours.cluster === theirs.cluster && ours.database === theirs.database) throw new SourceFailed("ownDatabase")
}

/** Null where the server keeps it from this role. */
async function identityOf(client: pg.Client): Promise<Identity | null> {
  try {
    const { rows } = await client.query<Identity>(identityStatement)
    return rows[0] ?? null
  } catch (error) {
    if (error instanceof pg.DatabaseError) return null
    throw SourceFailed.from(error)
  }
}
