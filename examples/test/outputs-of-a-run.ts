import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import { findChromium, startChromium } from '../../packages/results-ux/test/chromium.js'
import { expectAccessible, independentReaders } from '../../packages/results-ux/test/independent-readers.js'

const ccCi = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

/** Renders a real run through every output of the built program, and reads each with a reader that is not ours. */
export async function expectEveryOutput({ runId, stages, level }: RunResult, runsDir: string): Promise<void> {
  const workspace = join(runsDir, 'reader')
  mkdirSync(workspace, { recursive: true })
  writeFileSync(join(workspace, 'cc-ci.yaml'), `version: 1\nrunsDir: ${JSON.stringify(runsDir)}\n`)
  const type = (...words: string[]) => run(['results', ...words], workspace)

  const tests = stages.flatMap((stage) => stage.tests).length
  const levels = new RegExp(`level ${level} of 5|L${level}`)
  for (const [format, read] of Object.entries(independentReaders)) {
    const document = await read(await type('show', runId, '--format', format))
    if (document.tests !== undefined) expect([format, document.tests]).toEqual([format, tests])
    else expect(document.text.replaceAll(/<[^>]+>/g, ''), format).toMatch(levels)
  }
  expect(await type('show', runId)).toContain('level')
  expect(await type('verify', runId)).toContain('is as ')
  expect(await type('render', runId)).toContain('summary.png')

  const site = join(workspace, 'site')
  await type('publish', site)
  const browser = await startChromium(findChromium())
  try {
    const pages = ['index.html', 'changes.html', 'recipe/guestbook.html', `runs/${runId}/index.html`]
    for (const page of pages) await expectAccessible(browser, pathToFileURL(join(site, page)).href)
    await expectAccessible(browser, pathToFileURL(join(runsDir, runId, 'summary.html')).href)
  } finally {
    await browser.close()
  }
}

function run(words: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(ccCi, words, { cwd, maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`cc-ci ${words.join(' ')}: ${error.message}\n${stderr}`))
    })
  })
}
