import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Where a bed can be reached; written for others to read. */
export interface Endpoint {
  version: 1
  kind: 'nested' | 'system'
  dockerHost: string
  proxy: {
    /** host:port that takes TLS connections for any application's domain. */
    address: string
    /** PEM of the authority that signs the proxy's certificates; absent where the proxy is not the bed's own. */
    caFile?: string
  }
  /** Address that ingress and host ports of services are published on. */
  swarmAddress: string
}

export function readEndpoint(file: string): Endpoint | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Endpoint) : undefined
}

/** Readers see the old file or the new one, never half of one. */
export function writeJson(file: string, value: unknown): void {
  const text = `${JSON.stringify(value, null, 2)}\n`
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.${process.pid}`, text)
  renameSync(`${file}.${process.pid}`, file)
}

/** Removes the file, and its folder unless somebody else keeps something there. */
export function removeEndpoint(file: string): void {
  rmSync(file, { force: true })
  const folder = dirname(file)
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
}
