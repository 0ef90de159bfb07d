import { ScriptedProcessRunner } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import { narrate } from './narrate.js'

it.each([
  [['push', 'hunter2'], { redact: ['hunter2'] }, '    $ git push ***'],
  [['push', 'hunter2'], { redact: ['hunter', 'hunter2', ''] }, '    $ git push ***'],
  [['-c', 'one\n  two'], {}, '    $ git -c one two'],
  [['x'.repeat(500)], undefined, `    $ git ${'x'.repeat(296)}…`],
])('tells %j on one line, without secrets', async (args, options, line) => {
  const told: string[] = []
  const processes = new ScriptedProcessRunner().on('git', { stdout: 'done' })

  const result = await narrate(processes, (each) => told.push(each)).run('git', args, options)

  expect(told).toEqual([line])
  expect(result.stdout).toBe('done')
})
