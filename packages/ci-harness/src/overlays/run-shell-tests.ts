import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestFile } from './find-overlays.js'
import {
  lastLine,
  lastLines,
  type OverlayTest,
  roundSeconds,
  runTestProgram,
  secondsPerFile,
  type TestRunner,
  type TestRunnerWorld,
} from './overlay-test.js'

const skipped = 77

/** Exit 0 passes, 77 skips, anything else fails; each `check` of a script is a test of its own besides. */
export const runShellTests: TestRunner = async (files, env, world) => {
  const results: OverlayTest[] = []
  for (const test of files) results.push(...(await runScript(test, env, world)))
  return results
}

async function runScript(
  test: TestFile,
  env: Readonly<Record<string, string>>,
  world: TestRunnerWorld,
): Promise<readonly OverlayTest[]> {
  const checks = join(world.folder, 'checks')
  await rm(checks, { recursive: true, force: true })
  await mkdir(checks)
  await writeFile(join(checks, 'list'), '')
  const begun = world.clock.monotonic()
  const { exitCode, stdout, stderr } = await runTestProgram(
    {
      command: 'sh',
      args: [test.file.file],
      options: { env: { ...env, CC_CI_CHECKS: checks }, timeoutMs: secondsPerFile * 1000 },
    },
    world,
  )
  const seconds = roundSeconds((world.clock.monotonic() - begun) / 1000)
  const requiresDeps = existsSync(join(checks, 'requires-deps'))
  const made = (await readChecks(test, checks)).map((each) => ({ ...each, requiresDeps }))
  await rm(checks, { recursive: true, force: true })
  if (exitCode === 0 && made.length > 0) return made
  const status = exitCode === 0 ? 'pass' : exitCode === skipped ? 'skip' : 'fail'
  const message = status === 'pass' ? null : lastLines(`${stdout}\n${stderr}`) || `exit code ${exitCode} without a word`
  const summary = message === null ? null : lastLine(message)
  const { name, origin, file } = test
  return [...made, { ...{ name, origin, status, seconds, message, summary, requiresDeps }, file: file.file }]
}

async function readChecks(test: TestFile, folder: string): Promise<readonly OverlayTest[]> {
  const lines = (await readFile(join(folder, 'list'), 'utf8')).split('\n').filter((line) => line !== '')
  return Promise.all(
    lines.map(async (line, index) => {
      const [exitCode, begun, ended, ...words] = line.split('\t')
      const said = await readFile(join(folder, String(index + 1)), 'utf8').catch(() => '')
      const passed = exitCode === '0'
      const message = passed ? null : lastLines(said) || `exit code ${exitCode} without a word`
      return {
        name: `${test.name}: ${words.join(' ')}`,
        origin: test.origin,
        status: passed ? 'pass' : 'fail',
        seconds: roundSeconds(Number(ended) - Number(begun)) || 0,
        message,
        summary: message === null ? null : lastLine(message),
        file: test.file.file,
      } as const
    }),
  )
}
