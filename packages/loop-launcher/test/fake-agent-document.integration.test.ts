import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parseScript } from '../src/testing/index.js'

const text = readFileSync(fileURLToPath(new URL('../../../docs/fake-agent.md', import.meta.url)), 'utf8')

it('every script in docs/fake-agent.md is one', () => {
  const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block)
  const scripts = blocks.filter((block) => !block.startsWith('agent:'))
  expect(scripts).toHaveLength(2)
  for (const script of scripts) expect(() => parseScript(script, 'docs/fake-agent.md')).not.toThrow()
})

it('every step in the table of docs/fake-agent.md is one, with and without what may be left out', () => {
  const cells = [...text.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell)
  const steps = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, step = '']) => step))
  expect(steps.length).toBeGreaterThan(20)
  for (const step of steps) {
    const filled = step
      .replace('<time>', '5s')
      .replace('<code>', '3')
      .replace('<name>', '529')
      .replace('<shell command>', 'ls')
    for (const form of [filled.replace(/ \[.*\]/, ''), filled.replace(/\[(.*)\]/, '$1')]) {
      const line = form.startsWith('run: ') ? `{${form}}` : form
      expect(() => parseScript(`- ${line}`, form), form).not.toThrow()
    }
  }
})
