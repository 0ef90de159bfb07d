import { statfs } from 'node:fs/promises'
import type { DiskProbe, DiskSpace } from '../ports/disk-probe.js'

/** Asks the kernel; what it cannot tell is undefined, never zero. */
export class StatfsDiskProbe implements DiskProbe {
  async free(path: string): Promise<DiskSpace | undefined> {
    try {
      const { bavail, blocks, bsize, ffree, files } = await statfs(path)
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeInodes: ffree, totalInodes: files }
    } catch {
      return undefined
    }
  }
}
