// Runs the vitest of a workspace on the test files it is told on standard input, and writes one JSON line for each test.
// No configuration is looked for: neither one of the workspace nor one beside the tests changes what runs.
import { appendFileSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'

const { vitest, root, include, overlay, conditions, report } = JSON.parse(readFileSync(0, 'utf8'))
const { startVitest } = await import(pathToFileURL(vitest).href)

const write = (line) => appendFileSync(report, `${JSON.stringify(line)}\n`)

function textOf({ name, message, diff, stacks }) {
  const place = stacks?.[0] === undefined ? [] : [`at ${relative(root, stacks[0].file)}:${stacks[0].line}`]
  return [`${name ?? 'Error'}: ${message}`, ...place, ...(diff ? [diff] : [])].join('\n')
}

const statusOf = { passed: 'pass', failed: 'fail', skipped: 'skip', pending: 'skip' }

const reporter = {
  onTestCaseResult(test) {
    const { state, errors, note } = test.result()
    const status = statusOf[state] ?? 'error'
    const message = { pass: null, skip: note ?? 'skipped in the test file' }[status]
    write({
      file: test.module.moduleId,
      name: test.fullName,
      status,
      seconds: (test.diagnostic()?.duration ?? 0) / 1000,
      message: message === undefined ? (errors ?? []).map(textOf).join('\n') : message,
      requiresDeps: test.meta().requiresDeps === true,
    })
  },
  onTestSuiteResult: (suite) => writeErrors(suite, suite.module.moduleId),
  onTestModuleEnd: (module) => writeErrors(module, module.moduleId),
  onTestRunEnd(_modules, unhandled) {
    for (const error of unhandled) write({ file: null, name: '', status: 'error', seconds: 0, message: textOf(error) })
  },
}

function writeErrors(holder, file) {
  const name = holder.type === 'suite' ? holder.fullName : ''
  for (const error of holder.errors()) write({ file, name, status: 'error', seconds: 0, message: textOf(error) })
}

const context = await startVitest(
  'test',
  [],
  { config: false, watch: false, root, include, reporters: [reporter], pool: 'forks', passWithNoTests: true },
  {
    envDir: false,
    css: { postcss: {} },
    resolve: { alias: { '@cc-ci/ci-harness/overlay': overlay }, conditions },
    ssr: { resolve: { conditions } },
  },
)
await context?.close()
