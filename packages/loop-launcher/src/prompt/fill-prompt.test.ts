import { expect, it } from 'vitest'
import { fillPrompt } from './fill-prompt.js'

const variables = {
  loop: 'builder',
  role: 'builder',
  workspace: '/srv/w',
  folder: '/srv/w/clone',
  protocolFolder: 'protocol',
  repository: '.',
}

it('joins the files in their order, and fills what they ask for', () => {
  const files = [
    { file: 'one.md', text: 'You are {{loop}}.\n' },
    { file: 'two.md', text: '\nWork in {{ folder }}, {{folder}}.\n' },
  ]
  expect(fillPrompt(files, variables)).toBe('You are builder.\n\nWork in /srv/w/clone, /srv/w/clone.')
})

it.each([
  ['{{phase}}', 'phase', 'It needs a phase: name one with --resume-phase <id>.'],
  ['{{peer}}', 'peer', expect.stringContaining('second loop')],
  ['{{pase}}', 'pase', expect.stringContaining('{{workspace}}')],
  ['{{}}', '', expect.stringContaining('{{loop}}')],
])('refuses %s without a value, with file and line', (text, key, hint) => {
  expect(() => fillPrompt([{ file: 'one.md', text: `fine\n${text}\n` }], variables)).toThrow(
    expect.objectContaining({ code: 'PROMPT_VARIABLE_UNFILLED', place: { file: 'one.md', line: 2, key }, hint }),
  )
})

it('does not take what a value brings for a variable', () => {
  const files = [{ file: 'one.md', text: '{{loop}}' }]
  expect(fillPrompt(files, { ...variables, loop: '{{role}}' })).toBe('{{role}}')
})
