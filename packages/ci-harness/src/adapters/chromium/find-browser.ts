import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import type { BrowserType } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

export type Environment = Readonly<Record<string, string | undefined>>

/** The browser of this machine: CC_CI_CHROMIUM, else the first known name on PATH; undefined when there is none. */
export function findChromium(environment: Environment): string | undefined {
  const named = environment.CC_CI_CHROMIUM
  if (named !== undefined && named !== '') return named
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

/** What is missing and the command that mends it. */
export function chromiumMissing(environment: Environment): string {
  const named = environment.CC_CI_CHROMIUM
  if (named !== undefined && named !== '') return `CC_CI_CHROMIUM names no program: ${named}`
  return existsSync('/usr/bin/apt-get')
    ? 'no Chromium; run: apt-get install chromium'
    : 'no Chromium; install it, or set CC_CI_CHROMIUM'
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Loads the library from the first folder that has it, then from our own; undefined when none has. It is the user’s to
 * install, because most runs of a workspace without screenshots have no use for its 10 MB.
 */
export function loadChromiumDriver(folders: readonly string[], own = import.meta.url): BrowserType | undefined {
  for (const from of [...folders.map((folder) => join(folder, 'package.json')), own]) {
    try {
      const require = createRequire(from)
      const file = require.resolve('playwright-core')
      return (require(file) as typeof import('playwright-core')).chromium
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  return undefined
}
