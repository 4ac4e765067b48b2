/** Modest, for two cores and a few gigabytes. */
const modest = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
}

/** A crash of the machine may cost the database; a crash of the server does not. */
const fast = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }

/** The server's command line, for `pg_ctl --options`. */
export function settings(port: number, throwaway: boolean): string {
  const all = { port: String(port), ...modest, ...(throwaway ? fast : {}) }
  return Object.entries(all)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(" ")
}
