import type { BackupCompanion } from '../backup/backup-companion.js'

/** MiB that these volumes hold; null when that could not be measured. */
export async function measureDisk(companion: BackupCompanion, volumes: readonly string[]): Promise<number | null> {
  if (volumes.length === 0) return 0
  try {
    const { exitCode, stdout } = await companion.exec([
      'du',
      '-sk',
      ...volumes.map((volume) => companion.folderOf(volume)),
    ])
    if (exitCode !== 0) return null
    const kibibytes = stdout
      .split('\n')
      .map((line) => Number.parseInt(line, 10))
      .filter(Number.isFinite)
    return Math.round((kibibytes.reduce((sum, each) => sum + each, 0) / 1024) * 10) / 10
  } catch {
    return null
  }
}
