import { renameSync, writeFileSync } from 'node:fs'
import { type Heartbeat, heartbeatSchema } from '../journal/heartbeat.js'
import { readTextFile } from './durable-file.js'

/** Replaced as a whole. After a loss of power an old one tells the truth: nobody watches. */
export function writeHeartbeat(file: string, heartbeat: Heartbeat): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(heartbeat)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Undefined when there is none, or none that can be read. */
export function readHeartbeat(file: string): Heartbeat | undefined {
  try {
    return heartbeatSchema.safeParse(JSON.parse(readTextFile(file) ?? '')).data
  } catch {
    return undefined
  }
}
