import type { RunResult } from '@cc-ci/contracts/run-result'
import { codeBlock, prose } from '../comment/markdown.js'
import { failingTests } from '../render/failing-tests.js'
import { storeView } from '../render/ledger-view.js'
import { maskValues } from '../render/mask-values.js'
import { isJudged, levelSentence, nextStep, rungViews, versionsLine } from '../render/run-view.js'

/** Characters of the whole report; what does not fit is named at its end. */
const budget = 40_000
const longestMessage = 4_000
const mostTests = 10
/** Of a test; ten of them leave room for everything else. */
const longestTestMessage = 2_000

interface Section {
  readonly title: string
  readonly text: string
}

/**
 * A run as Markdown for a language model: all that is known of what went wrong, the most telling first, in blocks which
 * nothing that an app printed can leave. Values of secret keys are masked.
 */
export function renderModelReport(result: RunResult): string {
  const sections = [
    outcome(result),
    failure(result),
    tests(result),
    ledger(result),
    swarm(result),
    lint(result),
    settings(result),
  ]
  const kept: string[] = []
  const cut: string[] = []
  let size = 0
  for (const { title, text } of sections) {
    if (text === '') continue
    const block = `## ${title}\n\n${text}\n`
    if (size + block.length > budget) cut.push(title)
    else {
      kept.push(block)
      size += block.length
    }
  }
  const left = cut.length === 0 ? [] : [`Left out for want of room: ${cut.join(', ')}. All of it is in results.json.\n`]
  return [`# ${prose(result.recipe)}: ${prose(levelSentence(result))}\n`, ...kept, ...left].join('\n')
}

function outcome(result: RunResult): Section {
  const rungs = rungViews(result).map(
    ({ title, word, fact }) => `- ${title}: ${word}${fact === '' ? '' : `, ${prose(fact)}`}`,
  )
  const { heading, text } = nextStep(result)
  const head = [
    `cc-ci tested the Co-op Cloud recipe ${prose(result.recipe)} on Docker Swarm: ${prose(versionsLine(result))}, commit ${prose(result.ref)}, run ${prose(result.runId)}, verdict ${result.verdict}.`,
    isJudged(result) ? '' : 'The run judged nothing: it says nothing about the recipe.',
    rungs.join('\n'),
    `${heading}: ${prose(text, longestMessage)}`,
    result.reproduce === '' ? '' : `Reproduce:\n\n${codeBlock([result.reproduce], 'sh')}`,
  ]
  return { title: 'Outcome', text: head.filter(Boolean).join('\n\n') }
}

function failure({ fault, diagnosis }: RunResult): Section {
  if (fault === null) return { title: 'Failure', text: '' }
  const facts = [
    `Class ${fault.class}, code ${prose(fault.code)}, tier ${fault.tier ?? 'none'}, service ${prose(fault.service ?? 'none')}, exit code ${fault.exitCode ?? 'unknown'}, out of memory ${fault.oomKilled ?? 'unknown'}.`,
    prose(fault.evidence, longestMessage),
    diagnosis === null ? '' : prose(diagnosis.paragraph, longestMessage),
    diagnosis?.place == null ? '' : `Place: ${prose(diagnosis.place)}`,
    fault.logs.length === 0
      ? `No logs: ${prose(fault.noLogs ?? 'none were recorded')}.`
      : codeBlock(fault.logs.map((line) => line.slice(0, 500))),
  ]
  return { title: 'Failure', text: facts.filter(Boolean).join('\n\n') }
}

function tests(result: RunResult): Section {
  const all = failingTests(result)
  const failing = all
    .slice(0, mostTests)
    .map(({ stage, test }) =>
      [
        `${stage}: ${prose(test.name)}${test.file === null ? '' : ` (${prose(test.file)})`}`,
        codeBlock([(test.message ?? 'no message was recorded').slice(0, longestTestMessage)]),
      ].join('\n\n'),
    )
  const more = all.length > mostTests ? [`${all.length - mostTests} more failed; they are in results.json.`] : []
  return { title: 'Tests that failed', text: [...failing, ...more].join('\n\n') }
}

function ledger({ data }: RunResult): Section {
  const stores = data.map(storeView).map((store) => {
    const note = store.note === null ? '' : ` ${prose(store.note)}`
    return `- ${prose(store.store)}: seeded ${store.seeded}, after upgrade ${store.afterUpgrade}, after restore ${store.afterRestore}, backup ${store.backup}.${note}`
  })
  return { title: 'Data', text: stores.join('\n') }
}

function swarm({ swarm: services }: RunResult): Section {
  const lines = services.map(
    ({ service, update, from, to }) =>
      `- ${prose(service)}: ${update}, ${prose(from ?? 'none')} to ${prose(to ?? 'none')}`,
  )
  return { title: 'Services', text: lines.join('\n') }
}

function lint({ lint: { errors, warnings } }: RunResult): Section {
  const lines = [...errors, ...warnings].map(
    ({ rule, severity, file, line, message, hint }) =>
      `- ${severity} ${prose(rule)} ${prose(file)}:${line}: ${prose(message)} ${prose(hint)}`,
  )
  return { title: 'Lint', text: lines.join('\n') }
}

function settings({ customization, notes }: RunResult): Section {
  const { settings: chosen, hooks, files, notRun } = customization
  const values = JSON.stringify(maskValues(chosen, ''), null, 2)
  const lists = [
    values === '{}' ? '' : codeBlock([values], 'json'),
    hooks.length === 0 ? '' : `Hooks: ${hooks.map((hook) => prose(hook)).join(', ')}`,
    files.length === 0 ? '' : `Files: ${files.map((file) => prose(file)).join(', ')}`,
    notRun.map(({ file, reason }) => `- not run: ${prose(file)}: ${prose(reason)}`).join('\n'),
    notes.map((note) => `- ${prose(note, 1_000)}`).join('\n'),
  ]
  return { title: 'Settings and notes', text: lists.filter(Boolean).join('\n\n') }
}
