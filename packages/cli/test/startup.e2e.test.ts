import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { builtProgram } from './built-program.js'

const loader = `import { writeSync } from 'node:fs'
  export const load = (url, context, next) => (writeSync(2, url + '\\n'), next(url, context))`
const asUrl = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`
/** Names each ES module as it loads, and all CommonJS modules at the end. */
const trace = asUrl(`import { createRequire, register } from 'node:module'
  register(${JSON.stringify(asUrl(loader))})
  process.on('exit', () => console.error(Object.keys(createRequire('file:///x').cache).join(' ')))`)

const heavy = ['dockerode', 'execa', 'simple-git', '@resvg', 'satori', 'log-update', 'playwright-core']

it.each([['--version'], ['test', '--help']].map((args) => [args]))('%j loads no schema and no YAML library', (args) => {
  const { stderr } = spawnSync(process.execPath, ['--import', trace, builtProgram, ...args], { encoding: 'utf8' })
  expect(stderr).toContain('dist/main.js')
  for (const name of ['zod', 'yaml']) expect(stderr).not.toContain(`node_modules/${name}/`)
})

it.each([[['--version']], [['--help']], [['config', 'check']], [['config', 'show']]])(
  '%j loads nothing that it does not need',
  (args) => {
    const { stderr } = spawnSync(process.execPath, ['--import', trace, builtProgram, ...args], { encoding: 'utf8' })
    expect(stderr).toContain('dist/main.js')
    for (const name of heavy) expect(stderr).not.toContain(`node_modules/${name}/`)
  },
)
