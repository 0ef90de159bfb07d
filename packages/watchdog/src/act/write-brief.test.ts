import { expect, it } from 'vitest'
import { writeBrief } from './write-brief.js'

const facts = {
  prompt: 'You are ben.\n',
  phase: '1, The server',
  status: '# STATUS\n\nD1 is claimed.\n',
  commits: ['abc claim(1/D1): it answers (ben)'],
  uncommitted: [' M server.js'],
  lastAnswer: 'I was about to\n# begin D2.',
}

it('W-69: whoever takes over has the prompt, and is told what is done, what is not, and to look at git first', () => {
  expect(writeBrief(facts)).toBe(`You are ben.

# You take over

Somebody worked on this before you, in a conversation that cannot be continued. Its work is in git and in the files.
Look at them before you do anything: \`git status\`, \`git log\`, and what is already merged. Do nothing twice.

## Phase

1, The server

## What STATUS.md says

> # STATUS
>
> D1 is claimed.

## Newest commits, all of them done

- abc claim(1/D1): it answers (ben)

## Changed and not committed

-  M server.js

## The last answer before you

> I was about to
> # begin D2.
`)
})

it('what there is not has no heading, and of a long answer the end counts', () => {
  const bare = writeBrief({ ...facts, phase: null, status: '', commits: [], uncommitted: [], lastAnswer: '' })
  expect(bare).not.toContain('## ')
  const long = writeBrief({ ...facts, lastAnswer: `${'x'.repeat(9000)} the end` })
  expect(long).toContain('the end')
  expect(long.length).toBeLessThan(5000)
})
