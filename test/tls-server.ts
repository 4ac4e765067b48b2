import { randomUUID } from "node:crypto"
import { inject, vi } from "vitest"
import { withClient } from "@/scripts/with-client"
import type { Certificate } from "@/test/certificate"
import { atEnd } from "@/test/database"

/** The tests' server speaks TLS with this certificate until the test ends, to whoever asks for it. */
export async function serveTls({ cert, key }: Certificate): Promise<void> {
  const name = `tests-${randomUUID()}`
  atEnd(() =>
    onServer([
      ...["ssl", "ssl_cert_file", "ssl_key_file"].map((one) => `ALTER SYSTEM RESET ${one}`),
      "SELECT pg_reload_conf()",
      `COPY (SELECT) TO PROGRAM 'rm ${name}.*'`,
    ]),
  )
  await onServer([
    ...[put(`${name}.crt`, cert), put(`${name}.key`, key)],
    ...[`ALTER SYSTEM SET ssl_cert_file = '${name}.crt'`, `ALTER SYSTEM SET ssl_key_file = '${name}.key'`],
    ...["ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()"],
  ])
  await vi.waitFor(() => onServer([`SELECT 1 / (current_setting('ssl_cert_file') = '${name}.crt')::integer`]))
}

/** By the server itself into its own folder, whose keys must be its own. */
const put = (file: string, pem: string): string =>
  `COPY (SELECT unnest(string_to_array('${pem.trim()}', E'\\n'))) TO PROGRAM 'umask 077; cat > ${file}'`

function onServer(statements: readonly string[]): Promise<void> {
  return withClient(inject("postgres").adminUrl, async (client) => {
    for (const statement of statements) await client.query(statement)
  })
}
