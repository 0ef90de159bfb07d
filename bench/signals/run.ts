import { join } from 'node:path'
import { readBed, root } from '../bed.js'
import { describeMachine } from '../machine.js'
import { measureAnswer } from './measure-answer.js'
import { brokenExamples, measureFailure } from './measure-failure.js'

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

interface Row {
  readonly what: string
  readonly sign: string
  readonly seconds: number
  readonly budget: number
}

const line = ({ what, sign, seconds, budget }: Row): string =>
  `${what.padEnd(16)} ${sign.padEnd(44)} ${seconds.toFixed(2).padStart(6)} s  ≤ ${budget} s ${seconds <= budget ? 'kept' : 'BROKEN'}`

const bed = await readBed()
say(`From the first sign, as seen by an observer of its own, to the harness; ${describeMachine()}`)
const rows: Row[] = []
for (const example of brokenExamples) rows.push(await measureFailure(example, bed, join(root, 'examples/broken')))
for (const recipe of process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['custom-html', 'guestbook'])
  rows.push(await measureAnswer(recipe, bed))
for (const row of rows) say(line(row))
process.exitCode = rows.every(({ seconds, budget }) => seconds <= budget) ? 0 : 1
