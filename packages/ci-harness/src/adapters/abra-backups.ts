import { explainRefusal } from '../abra/explain-refusal.js'
import { readSnapshotId } from '../abra/read-snapshot-id.js'
import { checkSnapshotId } from '../backup/snapshot-id.js'
import type { AppBackups, BackupAnswer, DeployAnswer } from '../ports/engine.js'
import { type AbraSite, abraLimits, offlineChaos } from './abra-site.js'

/** Backups by the backup bot of the Swarm, which abra asks. */
export class AbraBackups implements AppBackups {
  readonly #site: AbraSite

  constructor(site: AbraSite) {
    this.#site = site
  }

  async create(): Promise<BackupAnswer> {
    const { command, abraDir, domain, signal } = this.#site
    const call = { verb: 'app backup create', flags: offlineChaos, args: [domain], abraDir: abraDir.path } as const
    const output = await command.run({ ...call, timeoutMs: abraLimits.backup, signal })
    if (output.exitCode !== 0) return explainRefusal(output)
    const snapshotId = readSnapshotId(output.text)
    if (snapshotId !== undefined) return { ok: true, snapshotId }
    const hint = 'Without the id nobody knows what a restore would put back; try --engine swarm.'
    const why = 'the backup ended well, but what it printed names no snapshot'
    return { ok: false, why, infra: { code: 'SNAPSHOT_ID_UNREAD', hint } }
  }

  async restore(snapshotId: string): Promise<DeployAnswer> {
    checkSnapshotId(snapshotId)
    const { command, abraDir, domain, signal } = this.#site
    const flags = { ...offlineChaos, snapshot: snapshotId }
    const call = { verb: 'app restore', flags, args: [domain], abraDir: abraDir.path } as const
    const output = await command.run({ ...call, timeoutMs: abraLimits.backup, signal })
    return output.exitCode === 0 ? { ok: true } : explainRefusal(output)
  }
}
