import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { programsFolder } from '../program-files.js'
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

/**
 * Runs the program pytest with our plugin. A folder at a time, because two modules of one name cannot be imported
 * together; with a configuration of our own, so that none from elsewhere changes what is collected.
 */
export const runPytestTests: TestRunner = async (files, env, world) => {
  const folders = new Set(files.map(({ file }) => dirname(file.file)))
  const results: OverlayTest[] = []
  for (const folder of folders)
    results.push(
      ...(await runFolder(
        files.filter(({ file }) => dirname(file.file) === folder),
        env,
        world,
      )),
    )
  return results
}

interface ReportLine {
  readonly nodeid: string
  readonly status: OverlayTest['status']
  readonly seconds: number
  readonly message: string | null
  readonly requiresDeps?: boolean
}

async function runFolder(
  files: readonly TestFile[],
  env: Readonly<Record<string, string>>,
  world: TestRunnerWorld,
): Promise<readonly OverlayTest[]> {
  const root = files[0]?.file.root ?? ''
  const [config, report] = [join(world.folder, 'pytest.ini'), join(world.folder, 'pytest-report.jsonl')]
  await writeFile(config, '[pytest]\n')
  await writeFile(report, '')
  const { exitCode, stdout, stderr } = await runTestProgram(
    {
      command: 'pytest',
      args: [
        ...['-c', config, '--rootdir', root, '--confcutdir', root],
        ...['-p', 'cc_ci_pytest', '-p', 'no:cacheprovider', '--quiet', '--tb=short', '--color=no'],
        '--continue-on-collection-errors',
        ...files.map(({ file }) => file.file),
      ],
      options: {
        env: { ...env, PYTHONPATH: programsFolder, PYTHONDONTWRITEBYTECODE: '1', CC_CI_PYTEST_REPORT: report },
        timeoutMs: secondsPerFile * 1000 * files.length,
        cwd: root, // so that messages name files within the overlay
      },
    },
    world,
  )
  const lines = (await readFile(report, 'utf8')).split('\n').filter((line) => line !== '')
  await Promise.all([rm(config), rm(report)])
  const tests = lines.map((line) => toTest(JSON.parse(line) as ReportLine, files))
  // 0 passed, 1 some failed; with anything else pytest did not come to its end, or found nothing to run.
  if (exitCode === 0 || (exitCode === 1 && tests.length > 0)) return [...tests, ...silentFiles(files, tests)]
  const message = lastLines(`${stdout}\n${stderr}`) || `pytest ended with exit code ${exitCode} without a word`
  const missing = silentFiles(files, tests, message)
  return missing.length > 0 || tests.some(({ status }) => status === 'error' || status === 'fail')
    ? [...tests, ...missing]
    : [...tests, ...files.slice(-1).map((file) => brokenFile(file, message))]
}

function toTest(
  { nodeid, status, seconds, message, requiresDeps = false }: ReportLine,
  files: readonly TestFile[],
): OverlayTest {
  const [path = '', ...names] = nodeid.split('::')
  const file = files.find((each) => resolve(each.file.root, path) === each.file.file) ?? files[0]
  const words = names.map((name) =>
    name
      .replace(/^test_?/i, '')
      .replaceAll('_', ' ')
      .trim(),
  )
  return {
    name: [file?.name ?? path, ...words.filter((word) => word !== '')].join(': '),
    origin: file?.origin ?? 'ours',
    status,
    seconds: roundSeconds(seconds),
    message: message === null ? null : lastLines(message),
    summary: message === null ? null : errorLine(message),
    file: file?.file.file ?? path,
    requiresDeps,
  }
}

/** pytest marks the lines of the error itself with an E. */
const errorLine = (message: string): string => /^E\s+(.+)$/m.exec(message)?.[1] ?? lastLine(message)

/** A file that reported nothing proved nothing. */
function silentFiles(
  files: readonly TestFile[],
  tests: readonly OverlayTest[],
  message = 'pytest found no test in it',
): readonly OverlayTest[] {
  return files
    .filter(({ file }) => !tests.some((test) => test.file === file.file))
    .map((file) => brokenFile(file, message))
}

const brokenFile = ({ name, origin, file }: TestFile, message: string): OverlayTest => ({
  name,
  origin,
  status: 'error',
  seconds: 0,
  message,
  summary: lastLine(message),
  file: file.file,
})
