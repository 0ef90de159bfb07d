import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { programFile } from '../program-files.js'
import type { TestFile } from './find-overlays.js'
import { findVitest } from './find-vitest.js'
import { overlayModule } from './overlay-module.js'
import {
  firstLines,
  lastLine,
  lastLines,
  type OverlayTest,
  roundSeconds,
  runTestProgram,
  secondsPerFile,
  type TestRunner,
} from './overlay-test.js'

/** Runs the workspace's vitest on the files and on nothing else; `@cc-ci/ci-harness/overlay` is ours, wherever they lie. */
export const runVitestTests: TestRunner = async (files, env, world) => {
  const report = join(world.folder, 'vitest-report.jsonl')
  await writeFile(report, '')
  const told = {
    vitest: findVitest(world.packagesFrom),
    root: files[0]?.file.root ?? '',
    include: files.map(({ file }) => file.path),
    ...overlayModule(),
    report,
  }
  const { exitCode, stdout, stderr } = await runTestProgram(
    {
      command: process.execPath,
      args: [programFile('run-vitest.mjs')],
      options: { env, input: JSON.stringify(told), timeoutMs: secondsPerFile * 1000 * files.length },
    },
    world,
  )
  const lines = (await readFile(report, 'utf8')).split('\n').filter((line) => line !== '')
  await rm(report)
  const tests = lines.map((line) => toTest(JSON.parse(line) as ReportLine, files))
  const said = lastLines(`${stdout}\n${stderr}`)
  const failed = tests.some(({ status }) => status === 'fail' || status === 'error')
  const silent = files.filter(({ file }) => !tests.some((test) => test.file === file.file))
  // A file that reported nothing proved nothing; nor did one whose program broke off.
  const unproven = silent.length > 0 || exitCode === 0 || failed ? silent : files.slice(-1)
  return [...tests, ...unproven.map((file) => broken(file, exitCode === 0 ? noTest : said || noTest))]
}

const noTest = 'vitest found no test in it'

interface ReportLine {
  readonly file: string | null
  readonly name: string
  readonly status: OverlayTest['status']
  readonly seconds: number
  readonly message: string | null
  readonly requiresDeps?: boolean
}

function toTest(line: ReportLine, files: readonly TestFile[]): OverlayTest {
  const { file: path, name, status, seconds, message, requiresDeps = false } = line
  const file = files.find((each) => each.file.file === path) ?? files[0]
  return {
    name: [file?.name ?? '', ...(name === '' ? [] : [name.replaceAll(' > ', ': ')])].join(': '),
    origin: file?.origin ?? 'ours',
    status,
    seconds: roundSeconds(seconds),
    message: message === null ? null : firstLines(message),
    summary: message?.split('\n')[0] ?? null,
    file: file?.file.file ?? path ?? '',
    requiresDeps,
  }
}

const broken = ({ name, origin, file }: TestFile, message: string): OverlayTest => ({
  ...{ name, origin, status: 'error', seconds: 0, message, summary: lastLine(message) },
  file: file.file,
})
