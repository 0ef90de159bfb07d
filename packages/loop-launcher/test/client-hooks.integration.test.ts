import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { clientSettings } from '../src/client/client-settings.js'

interface Settings {
  readonly hooks: Readonly<Record<string, readonly { readonly hooks: readonly { readonly command: string }[] }[]>>
}

it('each hook adds what it is told as one line to the spool, and puts a long spool aside', () => {
  const folder = temporaryFolder(onTestFinished)
  const spool = join(folder, "it's hooks.jsonl")
  const { hooks } = JSON.parse(clientSettings({ statusline: join(folder, 'statusline'), hooks: spool })) as Settings
  const fire = (event: string, input: object) => {
    const command = hooks[event]?.[0]?.hooks[0]?.command ?? 'exit 9'
    return execFileSync('/bin/sh', ['-c', command], { input: `${JSON.stringify(input, null, 2)}\n`, encoding: 'utf8' })
  }
  const lines = () => readFileSync(spool, 'utf8').trimEnd().split('\n')
  const message = 'a\nb \\n %s "quoted" ❯'

  expect(fire('Stop', { event: 1, message })).toBe('')
  fire('SessionStart', { event: 2 })
  expect(lines().map((line) => JSON.parse(line))).toEqual([{ event: 1, message }, { event: 2 }])

  writeFileSync(spool, `${'x'.repeat(11 * 2 ** 20)}\n`)
  fire('Stop', { event: 3 })
  expect(lines()).toEqual(['{  "event": 3}'])
  expect(statSync(`${spool}.old`).size).toBeGreaterThan(11 * 2 ** 20)
  expect(existsSync(`${spool}.old.old`)).toBe(false)
})
