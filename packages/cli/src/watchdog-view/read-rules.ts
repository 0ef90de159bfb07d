import { readFile } from 'node:fs/promises'
import { type WatchdogSettings, watchdogSettingsSchema } from '@cc-ci/contracts/watchdog-settings'
import { workspaceConfigSchema } from '@cc-ci/contracts/workspace-config'
import { linesOfKeys, readYamlDocument } from '@cc-ci/contracts/yaml-document'
import { CcCiError } from '@cc-ci/kernel'

/** Rules from a file: what stands under `watchdog` in a cc-ci.yaml, or that alone. Throws RULES_UNREADABLE, RULES_INVALID. */
export async function readRules(file: string): Promise<WatchdogSettings> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new CcCiError('RULES_UNREADABLE', `The rules ${file} cannot be read: ${cause.message}.`, {
      hint: 'Name a file that holds what stands under `watchdog` in cc-ci.yaml.',
      place: { file },
      exitCode: 2,
      cause,
    })
  })
  const isWorkspace = 'version' in linesOfKeys(text)
  const read = isWorkspace
    ? readYamlDocument(workspaceConfigSchema, text)
    : readYamlDocument(watchdogSettingsSchema, text)
  if (!read.ok) {
    const [first] = read.problems
    throw new CcCiError('RULES_INVALID', `${file}, line ${first?.line ?? 1}, ${first?.message ?? 'is not valid'}.`, {
      hint: first?.hint ?? 'See what it may hold: cc-ci config schema',
      place: { file, line: first?.line ?? 1, key: first?.key ?? '' },
      exitCode: 2,
    })
  }
  return 'watchdog' in read.value ? read.value.watchdog : read.value
}
