/** What a hooks file may define; in Python, and for the seeds everywhere, the snake_case spelling means the same. */
export const hookNames = [
  ...(['preInstall', 'preUpgrade', 'preBackup', 'preRestore'] as const),
  ...(['extraEnv', 'upgradeExtraEnv', 'backupVerify', 'readyProbe', 'screenshot'] as const),
] as const
export type HookName = (typeof hookNames)[number]

/** `pre_install`, `EXTRA_ENV` and `preInstall` in one spelling. */
export function camelCase(written: string): string {
  if (!written.includes('_') && written !== written.toUpperCase()) return written
  return written.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const hookNamed = (written: string): HookName | undefined =>
  hookNames.find((name) => name === camelCase(written))
