/** What restic says about a finished backup. */
export interface ResticSummary {
  readonly snapshotId: string
  readonly files: number
  readonly bytes: number
}

/** One thing in a snapshot. */
export interface SnapshotEntry {
  readonly path: string
  readonly type: string
  /** In bytes; 0 for what is no file. */
  readonly size: number
}

/** The summary in the JSON lines of `restic backup --json`, or undefined when there is none. */
export function readSummary(stdout: string): ResticSummary | undefined {
  const summary = jsonLines(stdout).findLast((line) => line.message_type === 'summary')
  if (summary === undefined || typeof summary.snapshot_id !== 'string') return undefined
  return {
    snapshotId: summary.snapshot_id,
    files: Number(summary.total_files_processed),
    bytes: Number(summary.total_bytes_processed),
  }
}

/** Files that could not be read, without those that vanished meanwhile: a live app may delete what it made. */
export function unreadableFiles(output: string): string[] {
  return jsonLines(output)
    .filter((line) => line.message_type === 'error' && !saysGone(line.error))
    .map((line) => String(line.item))
}

/** The JSON lines of `restic ls --json`: first the snapshot, then what is in it. */
export function readEntries(stdout: string): SnapshotEntry[] {
  return jsonLines(stdout).flatMap(({ path, type, size }) =>
    typeof path === 'string' && typeof type === 'string' ? [{ path, type, size: Number(size ?? 0) }] : [],
  )
}

/** Restic up to 0.15 prints the system's error number, later ones its message. */
function saysGone(error: unknown): boolean {
  return /"Err":2\b|no such file or directory/.test(JSON.stringify(error) ?? '')
}

function jsonLines(text: string): Array<Readonly<Record<string, unknown>>> {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line)
      return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : []
    } catch {
      return []
    }
  })
}
