import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LoopShell, loopShell } from './loop-shell.js'

const tutorial = readFileSync(fileURLToPath(new URL('../../../docs/loops-tutorial.md', import.meta.url)), 'utf8')

interface Step {
  /** The heading it stands under. */
  readonly heading: string
  readonly script: string
  /** Words that must be in what it prints. */
  readonly printed: readonly string[]
}

const steps = readSteps(tutorial)

let shell: LoopShell
const ends: (() => void)[] = []
beforeAll(() => {
  shell = loopShell((end) => void ends.push(end))
})
afterAll(async () => {
  await shell.type('cc-ci loop stop || true').catch(() => undefined)
  for (const end of ends) end()
})

describe('docs/loops-tutorial.md does what it says', () => {
  it.each(steps.map((step, index) => ({ ...step, number: index + 1 })))(
    '$number: $heading',
    async ({ script, printed }) => {
      const output = await shell.type(script)
      for (const words of printed) expect(output).toContain(words)
    },
  )

  it('and leaves nothing running', async () => {
    expect(await shell.type(`pgrep -af '${shell.folder}' | grep -v pgrep || true`)).not.toMatch(
      /fake-agent|loop-runner|tmux/,
    )
  })
})

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
