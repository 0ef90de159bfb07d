import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const pin = /@([^+]+)/.exec(manifest.packageManager)[1]

/** The command line that runs the pinned pnpm: the one on PATH if it is that very version, else by npm, installing nothing globally. */
function pinnedPnpm() {
  const found = spawnSync('pnpm', ['--version'], { encoding: 'utf8', shell: false })
  return found.stdout?.trim() === pin ? ['pnpm'] : ['npm', 'exec', '--yes', `--package=pnpm@${pin}`, '--', 'pnpm']
}

const [command, ...prefix] = pinnedPnpm()

/** What still runs when a step fails beside it must not outlive us. */
const running = new Set()
process.on('exit', () => {
  for (const child of running) child.kill()
})

/** Runs pnpm with these arguments, its output shown; resolves with its exit code. Scripts below it find `pnpm` on PATH. */
export function pnpm(args, options = {}) {
  return run(command, [...prefix, ...args], options)
}

/** Runs a program in the repository's root. With `quiet`, its output is shown only if it fails. */
export function run(program, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: new URL('..', import.meta.url),
      env: { ...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: 'true', ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    })
    running.add(child)
    const said = []
    child.stdout?.on('data', (chunk) => said.push(chunk))
    child.stderr?.on('data', (chunk) => said.push(chunk))
    child.on('error', (error) => resolve({ exitCode: 127, output: error.message }))
    child.on('close', (exitCode, signal) => {
      running.delete(child)
      resolve({ exitCode: exitCode ?? (signal === 'SIGINT' ? 143 : 1), output: Buffer.concat(said).toString() })
    })
  })
}

/** Runs named steps side by side or in a row; a failed one shows everything it said and ends the program. */
export async function step(name, work) {
  const begun = performance.now()
  const { exitCode, output } = await work()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  if (exitCode === 0) {
    process.stderr.write(`${name.padEnd(32)} ${seconds.padStart(6)} s\n`)
    return
  }
  process.stderr.write(`${name} failed after ${seconds} s (exit ${exitCode})\n${output}\n`)
  process.exit(exitCode)
}
