import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The browser of this machine: CC_CI_CHROMIUM, else the first known name on PATH; undefined when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment.CC_CI_CHROMIUM
  if (named !== undefined && named !== '') return named
  const folders = (environment.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

export async function startChromium(executablePath: string | undefined): Promise<Browser> {
  if (executablePath === undefined)
    throw new Error(`no browser: set CC_CI_CHROMIUM, or install one of ${names.join(', ')}`)
  return chromium.launch({ executablePath, args: quiet })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
