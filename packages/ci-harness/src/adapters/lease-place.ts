import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { hostname } from 'node:os'

/** Where a lease's kernel lock is: which kernel can say whether its holder lives. */
export interface LeasePlace {
  /** For people only. */
  readonly host: string
  /** Of the kernel: another one at each start. */
  readonly boot: string
  /** Of the lease folder: processes with the same one see each other’s locks. Undefined where there is no folder yet. */
  readonly locks: string | undefined
  /** Of the machine, whatever its boot; undefined where it cannot be told from another one. */
  readonly machine: string | undefined
}

/**
 * Where this process takes kernel locks. Device and inode name the folder, so that two containers with folders of the
 * same name are two places. `node` is the id of the Swarm node that runs on this very machine, if that is known: machine
 * ids alone are copied with disk images.
 */
export async function readLeasePlace(folder: string, node: string | undefined): Promise<LeasePlace> {
  const [boot, machineId, found] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readFile('/etc/machine-id', 'utf8').catch(() => ''),
    stat(folder, { bigint: true }).catch(() => undefined),
  ])
  const known = node !== undefined && machineId.trim() !== ''
  return {
    host: hostname(),
    boot: boot.trim(),
    locks: found && `${boot.trim()} ${found.dev}:${found.ino}`,
    // Hashed, since a machine id is not to be shown around.
    machine: known ? createHash('sha256').update(`cc-ci ${machineId} ${node}`).digest('hex').slice(0, 32) : undefined,
  }
}

/**
 * Whether a holder is dead for certain, asked by one who has the kernel lock of the same lease: the kernel that the holder
 * locked with has just given that lock to us, or has ended. Everything else is unknown, and unknown is alive (K-08).
 */
export function isHolderDead(holder: LeasePlace, here: LeasePlace): boolean {
  if (holder.locks !== undefined && holder.locks === here.locks) return true
  return holder.machine !== undefined && holder.machine === here.machine && holder.boot !== here.boot
}
