import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { builtProgram } from './built-program.js'

const reportCpuTime = `data:text/javascript,process.on('exit',()=>{
  const {user,system}=process.cpuUsage();process.stderr.write('cpu:'+(user+system))})`

/** Processor time, unlike wall time, hardly changes when the machine is busy with other things. */
function cpuMs(args: readonly string[]): number {
  const { stderr } = spawnSync(process.execPath, ['--import', reportCpuTime, ...args], { encoding: 'utf8' })
  return Number(stderr.split('cpu:').at(-1)) / 1000
}

function best(measure: () => number): number {
  return Math.min(...Array.from({ length: 10 }, measure))
}

it.each([[['--version']], [['test', '--help']]])(
  '%j costs less than 100 ms of processor time more than an empty Node program',
  (args) => {
    const empty = best(() => cpuMs(['-e', '0']))
    const ours = best(() => cpuMs([builtProgram, ...args]))

    expect(ours - empty).toBeGreaterThan(0)
    expect(ours - empty).toBeLessThan(100)
  },
)

const loader = `import { writeSync } from 'node:fs'
  export const load = (url, context, next) => (writeSync(2, url + '\\n'), next(url, context))`
const asUrl = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`
/** Names each ES module as it loads, and all CommonJS modules at the end. */
const trace = asUrl(`import { createRequire, register } from 'node:module'
  register(${JSON.stringify(asUrl(loader))})
  process.on('exit', () => console.error(Object.keys(createRequire('file:///x').cache).join(' ')))`)

const heavy = ['dockerode', 'execa', 'simple-git', '@resvg', 'satori', 'log-update', 'playwright-core']

it.each([[['--version']], [['--help']], [['config', 'check']], [['config', 'show']]])(
  '%j loads nothing that it does not need',
  (args) => {
    const { stderr } = spawnSync(process.execPath, ['--import', trace, builtProgram, ...args], { encoding: 'utf8' })
    expect(stderr).toContain('dist/main.js')
    for (const name of heavy) expect(stderr).not.toContain(`node_modules/${name}/`)
  },
)
