import { rungNames } from '@cc-ci/contracts/ladder'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { html, raw } from 'hono/html'
import { noLevel, paintOf } from '../design/tokens.js'
import { formatSeconds } from './duration.js'
import { failingTests } from './failing-tests.js'
import { command, output, type Part, section, statusLabel } from './page-parts.js'
import { earnedWord, factBesideTime, isJudged, nextStep, notJudgedWords, rungViews } from './run-view.js'

/** The coloured block with the level, as on the card. */
export function levelBlock(result: RunResult): Part {
  const judged = isJudged(result)
  const { fill, ink } = judged ? paintOf(result.level) : noLevel
  const pips = rungNames.map((rung, index) => {
    const skipped = result.rungs[rung].status === 'skip'
    const filled = judged && index < result.level && !skipped
    const style = filled ? 'fill="currentColor"' : 'fill="none"'
    const dash = skipped ? ' stroke-dasharray="6 5"' : ''
    return `<rect x="${2 + index * 44}" y="2" width="36" height="14" rx="7" stroke="currentColor" stroke-width="2.5" ${style}${dash}/>`
  })
  const drawing = raw(`<svg width="220" height="18" viewBox="0 0 220 18" aria-hidden="true">${pips.join('')}</svg>`)
  const word = judged ? earnedWord(result) : notJudgedWords(result)
  const verdict = { green: 'The run is green.', red: 'The run is red.', error: 'The recipe was not judged.' }
  return html`<div class="level" style="background:${fill};color:${ink}"><div class="number">${judged ? `L${result.level}` : 'L?'}</div><div><div class="word">${word}</div>${drawing}</div><div>${judged ? `Level ${result.level} of 5. ` : ''}${verdict[result.verdict]}${result.mode === 'quick' ? ' A quick run has lower confidence and gates no merge.' : ''}</div></div>`
}

/** What failed, first: the fault, the tests that show it, and the logs of the failed service. */
export function failureSection(result: RunResult): Part {
  const { fault, diagnosis } = result
  const why = diagnosis?.paragraph ?? fault?.evidence
  const tests = failingTests(result).map(
    ({ stage, test }) =>
      html`<h3>${statusLabel(test.status === 'fail' ? 'fail' : 'unverified', `${stage}: ${test.name}`)}</h3>${output(`Message of ${test.name}`, test.message ?? 'no message was recorded')}`,
  )
  const facts =
    fault === null
      ? []
      : [
          html`<p class="muted">${fault.class} fault <code>${fault.code}</code>${fault.tier && html`, tier ${fault.tier}`}${fault.service && html`, service ${fault.service}`}</p>`,
        ]
  const title = isJudged(result) ? 'What failed' : 'Why it was not judged'
  return section(
    title,
    [...(why === undefined ? [] : [html`<p><strong>${why}</strong></p>`]), ...facts, ...tests, ...logs(result)],
    isJudged(result) ? 'failed' : 'unjudged',
  )
}

function logs({ fault }: RunResult): Part[] {
  if (fault === null) return []
  if (fault.logs.length === 0)
    return fault.noLogs === null ? [] : [html`<p class="muted">No logs: ${fault.noLogs}.</p>`]
  const label = `Last ${fault.logs.length} log lines${fault.service === null ? '' : ` of ${fault.service}`}`
  return [html`<details open><summary>${label}</summary>${output(label, fault.logs.join('\n'))}</details>`]
}

export function nextSection(result: RunResult): Part {
  const { heading, text } = nextStep(result)
  const reproduce = result.reproduce === '' ? [] : [html`<h3>Reproduce</h3>`, command(result.reproduce)]
  const step = isJudged(result) ? text : 'Run it again: nothing was found out about the recipe.'
  return section(heading, [html`<p>${step}</p>`, ...reproduce], 'next')
}

export function rungSection(result: RunResult): Part {
  const rows = rungViews(result).map((view) => {
    const time = view.seconds > 0 ? formatSeconds(view.seconds) : ''
    return html`<tr><th scope="row">${view.title}</th><td>${statusLabel(view.status, view.word)}</td><td>${factBesideTime(view)}</td><td class="num">${time}</td></tr>`
  })
  return section('Rungs', [
    html`<table class="rungs"><thead><tr><th scope="col">Rung</th><th scope="col">Result</th><th scope="col">Fact</th><th scope="col" class="num">Time</th></tr></thead><tbody>${rows}</tbody></table>`,
  ])
}
