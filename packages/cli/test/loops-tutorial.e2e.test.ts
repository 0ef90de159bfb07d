import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { fakeAgentCommand } from '@cc-ci/loop-launcher/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtProgram } from './built-program.js'

const tutorial = readFileSync(fileURLToPath(new URL('../../../docs/loops-tutorial.md', import.meta.url)), 'utf8')

interface Step {
  /** The heading it stands under. */
  readonly heading: string
  readonly script: string
  /** Words that must be in what it prints. */
  readonly printed: readonly string[]
}

const steps = readSteps(tutorial)

let folder: string
const ends: (() => void)[] = []
beforeAll(() => {
  folder = temporaryFolder((end) => void ends.push(end))
  const programs = join(folder, 'bin')
  mkdirSync(programs)
  putProgram(join(programs, 'cc-ci'), [process.execPath, builtProgram])
  putProgram(join(programs, 'cc-ci-fake-agent'), fakeAgentCommand())
  writeFileSync(join(folder, 'cwd'), folder)
})
afterAll(async () => {
  await type('cc-ci loop stop || true').catch(() => undefined)
  for (const end of ends) end()
})

describe('docs/loops-tutorial.md does what it says', () => {
  it.each(steps.map((step, index) => ({ ...step, number: index + 1 })))(
    '$number: $heading',
    async ({ script, printed }) => {
      const output = await type(script)
      for (const words of printed) expect(output).toContain(words)
    },
  )

  it('and leaves nothing running', async () => {
    expect(await type(`pgrep -af '${folder}' | grep -v pgrep || true`)).not.toMatch(/fake-agent|loop-runner|tmux/)
  })
})

/** Types a script where the one before it ended, as in one terminal. */
function type(script: string): Promise<string> {
  const { PATH = '' } = process.env
  const env = {
    PATH: `${join(folder, 'bin')}:${PATH}`,
    HOME: folder,
    TMPDIR: folder,
    CLAUDE_CONFIG_DIR: join(folder, 'client'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((role) => [
        [`GIT_${role}_NAME`, 'Maintainer'],
        [`GIT_${role}_EMAIL`, 'maintainer@example.org'],
      ]),
    ),
  }
  const whole = `cd "$(cat '${folder}/cwd')"\n${script}\npwd > '${folder}/cwd'\n`
  return new Promise((resolve, reject) => {
    execFile('bash', ['--norc', '-euc', whole], { env, timeout: 90_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout + stderr)
      else reject(new Error(`${script}\n${error.message}\n${stdout}\n${stderr}`))
    })
  })
}

function putProgram(file: string, command: readonly string[]): void {
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`)
  writeFileSync(file, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`)
  chmodSync(file, 0o755)
}

function readSteps(text: string): readonly Step[] {
  const found: Step[] = []
  let heading = ''
  for (const [, title, language, body] of text.matchAll(/^## (.*)$|^```(sh|text)\n([\s\S]*?)^```$/gm)) {
    if (title !== undefined) heading = title
    else if (language === 'sh') found.push({ heading, script: body ?? '', printed: [] })
    else {
      const last = found.pop()
      if (last !== undefined) found.push({ ...last, printed: (body ?? '').trim().split('\n') })
    }
  }
  return found
}
