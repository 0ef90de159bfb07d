import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { judgeUnit, signUnit, type UnitFile, type UnitState } from '@cc-ci/watchdog'

export interface UnitChange {
  readonly name: string
  readonly file: string
  /** How the file stood before. */
  readonly state: UnitState
  readonly content: string
}

/** What is to be written. Throws UNIT_CHANGED_BY_HAND before anything is, unless forced. */
export function planUnits(
  folder: string,
  files: readonly UnitFile[],
  { force }: { readonly force: boolean },
): readonly UnitChange[] {
  const units = files.map(({ name, content }) => {
    const file = join(folder, name)
    const signed = signUnit(content)
    return { name, file, content: signed, state: judgeUnit(readUnit(file), signed) }
  })
  const changed = units.filter(({ state }) => state === 'changed-by-hand')
  if (changed.length > 0 && !force) throw changedByHand(changed.map(({ file }) => file))
  return units
}

/** Leaves what is as it should be; a half-written unit is never seen. */
export function writeUnits(folder: string, units: readonly UnitChange[]): void {
  try {
    mkdirSync(folder, { recursive: true })
    for (const { file, state, content } of units) {
      if (state === 'unchanged') continue
      const half = `${file}.${process.pid}.tmp`
      writeFileSync(half, content)
      renameSync(half, file)
    }
  } catch (cause) {
    throw new CcCiError('UNIT_UNWRITABLE', `The units cannot be written to ${folder}: ${(cause as Error).message}.`, {
      hint: 'Name a folder that you may write to: --output <folder>',
      place: { file: folder },
      exitCode: 2,
      cause,
    })
  }
}

function readUnit(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new CcCiError('UNIT_UNREADABLE', `The unit ${file} is there and cannot be read.`, {
      hint: 'Look at what it is; move it away, or name another folder: --output <folder>',
      place: { file },
      exitCode: 2,
      cause: error,
    })
  }
}

function changedByHand([first = '', ...more]: readonly string[]): CcCiError {
  const others = more.length === 0 ? '' : ` and ${more.length} more`
  return new CcCiError(
    'UNIT_CHANGED_BY_HAND',
    `${first}${others} was changed by hand, or is not ours; nothing was written.`,
    {
      hint: 'Keep your changes in a drop-in (systemctl --user edit <unit>) and replace the unit with --force; or give this workspace’s units another --name.',
      place: { file: first },
      exitCode: 2,
    },
  )
}
