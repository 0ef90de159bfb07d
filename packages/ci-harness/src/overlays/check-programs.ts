import { CcCiError, isCcCiError, type ProcessRunner } from '@cc-ci/kernel'
import { lifecycleOps } from './classify-overlay.js'
import type { Overlays, TestFile } from './find-overlays.js'
import { findVitest } from './find-vitest.js'

const oldestPytest = [7, 2] as const

export interface ProgramsWorld {
  readonly processes: ProcessRunner
  readonly env: Readonly<Record<string, string>>
  readonly packagesFrom: string
}

/** Whether what the tests of a run need is installed, asked before anything is deployed (H-08). */
export async function checkPrograms(
  overlays: Overlays,
  { processes, env, packagesFrom }: ProgramsWorld,
): Promise<void> {
  const files: readonly TestFile[] = [...overlays.custom, ...lifecycleOps.flatMap((op) => overlays.lifecycle[op])]
  const needs = (language: TestFile['language']): boolean => files.some((file) => file.language === language)
  if (needs('vitest')) findVitest(packagesFrom)
  if (needs('pytest')) await checkPytest(processes, env)
}

async function checkPytest(processes: ProcessRunner, env: Readonly<Record<string, string>>): Promise<void> {
  const { exitCode, stdout, stderr } = await askVersion(processes, env)
  const said = `${stdout}\n${stderr}`.trim()
  const [, major = '0', minor = '0'] = /pytest (?:version )?(\d+)\.(\d+)/.exec(said) ?? []
  const [wantedMajor, wantedMinor] = oldestPytest
  const isNewEnough = Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor)
  if (exitCode === 0 && isNewEnough) return
  throw new CcCiError(
    'PYTEST_MISSING',
    `There are Python tests, and the pytest on PATH is too old or broken: ${said}.`,
    {
      hint: `Version ${oldestPytest.join('.')} or newer is needed. ${howToInstall}`,
    },
  )
}

const howToInstall = 'Install it with: apt-get install python3-pytest'

async function askVersion(processes: ProcessRunner, env: Readonly<Record<string, string>>) {
  try {
    return await processes.run('pytest', ['--version'], { env, cleanEnv: true, timeoutMs: 30_000 })
  } catch (error) {
    if (!isCcCiError(error)) throw error
    throw new CcCiError('PYTEST_MISSING', 'There are Python tests, and no program pytest is on PATH.', {
      hint: howToInstall,
      cause: error,
    })
  }
}
