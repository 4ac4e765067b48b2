import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { parseAccount } from "@/scripts/postgres/account"
import { linkLibraries } from "@/scripts/postgres/binaries"
import { refuseOtherMajor } from "@/scripts/postgres/cluster"
import { settings } from "@/scripts/postgres/settings"

describe("parseAccount", () => {
  const root = "root:x:0:0:root:/root:/bin/bash\n"
  const nobody = "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
  const postgres = "postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\n"

  it("prefers postgres to nobody, and never takes another", () => {
    expect(parseAccount(root + nobody + postgres)).toEqual({ name: "postgres", ids: { uid: 101, gid: 104 } })
    expect(parseAccount(root + nobody)).toEqual({ name: "nobody", ids: { uid: 65534, gid: 65534 } })
    expect(parseAccount(root)).toBeNull()
  })
})

describe("refuseOtherMajor", () => {
  it("says what made the folder and what to do", () => {
    expect(() => refuseOtherMajor("17", "18", "/data")).toThrow(/\/data was made by PostgreSQL 17.*pg_dump/)
    expect(() => refuseOtherMajor("18", "18", "/data")).not.toThrow()
  })
})

describe("settings", () => {
  it("never trades durability for speed unless the data is thrown away", () => {
    expect(settings(5432, false)).not.toMatch(/fsync|synchronous_commit|full_page_writes/)
    expect(settings(5432, true)).toContain("-c fsync='off'")
  })

  it("listens on this machine alone", () => {
    expect(settings(5432, false)).toContain("-c listen_addresses='127.0.0.1' -c unix_socket_directories=''")
  })
})

describe("linkLibraries", () => {
  it("makes the links that an installation without scripts lacks, and leaves those that are there", async () => {
    const native = await mkdtemp(join(tmpdir(), "enlace-native-"))
    onTestFinished(() => rm(native, { recursive: true }))
    await mkdir(join(native, "lib"))
    await writeFile(join(native, "lib/libpq.so.5.18"), "library")
    const links = ["libpq.so", "libpq.so.5"].map((name) => ({
      source: "native/lib/libpq.so.5.18",
      target: `native/lib/${name}`,
    }))
    await writeFile(join(native, "pg-symlinks.json"), JSON.stringify(links))

    await linkLibraries(native)
    await linkLibraries(native)

    expect(await readFile(join(native, "lib/libpq.so"), "utf8")).toBe("library")
    expect(await readFile(join(native, "lib/libpq.so.5"), "utf8")).toBe("library")
  })
})
