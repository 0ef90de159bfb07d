import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserType } from 'playwright-core'

export interface LaunchOptions {
  readonly driver: BrowserType
  readonly executable: string
  /** Made for this browser; it is gone when the browser is. */
  readonly folder: string
  /** Chromium's own rules about which names lead where. */
  readonly resolverRules: string
  /** Keys of certificates that are accepted besides those of public authorities. */
  readonly pins: readonly string[]
}

export interface RunningChromium {
  readonly browser: Browser
  /** Ends the browser and everything it started, and removes its folder. Never throws. */
  end(): Promise<void>
}

const launchMs = 20_000
const endMs = 5_000

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Runs Chromium and removes its folder after it. Chromium listens to us on a pipe and ends when that breaks, so this
 * shell outlives even our `kill -9` by a moment and leaves nothing. What Chromium started may still be writing.
 */
const starter = `#!/bin/sh
folder=\${0%/*}
echo $$ >"$folder/pid"
"$CC_CI_CHROMIUM" "$@"
rm -rf "$folder" 2>/dev/null || rm -rf "$folder"
`

/** Starts the system's Chromium with nothing of this user: no profile, no home folder, no environment. */
export async function launchChromium({
  driver,
  executable,
  folder,
  ...network
}: LaunchOptions): Promise<RunningChromium> {
  const temporary = join(folder, 'tmp')
  const start = join(folder, 'start')
  await mkdir(temporary, { recursive: true })
  await writeFile(start, starter)
  await chmod(start, 0o700)
  const end = (close: () => Promise<void>): Promise<void> => endChromium(folder, close)
  try {
    const context = await driver.launchPersistentContext(join(folder, 'profile'), {
      executablePath: start,
      artifactsDir: join(folder, 'artifacts'),
      chromiumSandbox: process.getuid?.() !== 0, // Chromium refuses to be root inside its sandbox.
      timeout: launchMs,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      env: {
        PATH: process.env.PATH ?? '/usr/bin:/bin',
        HOME: folder,
        TMPDIR: temporary,
        LANG: 'C.UTF-8',
        CC_CI_CHROMIUM: executable,
      },
      args: [
        ...quiet,
        `--host-resolver-rules=${network.resolverRules}`,
        ...(network.pins.length === 0 ? [] : [`--ignore-certificate-errors-spki-list=${network.pins.join(',')}`]),
      ],
    })
    const browser = context.browser()
    if (browser === null) throw new Error('the driver names no browser')
    return { browser, end: () => end(() => context.close()) }
  } catch (error) {
    await end(async () => undefined)
    throw error
  }
}

/** Asks it to end; if it does not, kills its process group: a page in an endless loop keeps Chromium from ending itself. */
async function endChromium(folder: string, close: () => Promise<void>): Promise<void> {
  const leader = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '0'))
  const limit = AbortSignal.timeout(endMs)
  const late = new Promise<boolean>((resolve) => limit.addEventListener('abort', () => resolve(false), { once: true }))
  const closed = close().then(
    () => true,
    () => false,
  )
  if (!(await Promise.race([closed, late])) && leader > 1) killGroup(leader)
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined)
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // Already gone.
  }
}
