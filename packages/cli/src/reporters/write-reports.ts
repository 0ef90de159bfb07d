import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { RunsReport } from '../report-runs.js'
import type { RunOutcome } from '../run-all.js'
import type { TextStyle } from '../terminal/text-style.js'
import { joinJunit } from './join-junit.js'
import type { ReporterName, WantedReport } from './read-reporters.js'

export interface Reporting {
  readonly outcomes: readonly RunOutcome[]
  readonly report: RunsReport
  readonly cwd: string
  readonly style: TextStyle
  /** Prints to where people or pipes read results. */
  readonly print: (text: string) => void
  readonly warn: (text: string) => void
}

/** Prints the summary, unless another report is to be printed, and writes every report that has a file. */
export async function writeReports(wanted: readonly WantedReport[], reporting: Reporting): Promise<void> {
  const printed = wanted.find(({ file }) => file === undefined)?.name ?? 'summary'
  const text = await drawReport(printed, reporting)
  if (text !== '') reporting.print(text.trimEnd())
  for (const { name, file } of wanted) if (file !== undefined) await writeReport(name, file, reporting)
}

/** A report that cannot be written is told and changes no verdict. */
async function writeReport(name: ReporterName, file: string, reporting: Reporting): Promise<void> {
  const path = resolve(reporting.cwd, file)
  const text = await drawReport(name, { ...reporting, style: { colour: false, width: 80 } })
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    reporting.warn(`The ${name} report could not be written: ${(error as Error).message}`)
  }
}

async function drawReport(name: ReporterName, { outcomes, report, style }: Reporting): Promise<string> {
  if (name === 'json') return `${JSON.stringify(report.document, null, 2)}\n`
  const ux = await import('@cc-ci/results-ux')
  const finished = outcomes.flatMap((outcome) => (outcome.ok ? [outcome] : []))
  const results = finished.map(({ result }) => result)
  const untested = report.errors.map(({ recipe, error }) => ({ recipe, message: error.message }))
  switch (name) {
    case 'summary':
      return finished.map(({ result, folder }) => ux.renderSummary(result, { ...style, folder })).join('\n')
    case 'tap':
      return ux.renderTapOf(results, untested)
    case 'ctrf':
      return ux.renderCtrfOf(results, untested)
    case 'markdown':
      return [...results.map(ux.renderModelReport), ...untested.map(sayUntested)].join('\n')
    case 'junit':
      return drawJunit(results.map(ux.renderJunit), report)
  }
}

const sayUntested = ({ recipe, message }: { recipe: string; message: string }): string =>
  `# ${recipe}: not tested\n\n${message}\n`

function drawJunit(documents: readonly string[], { errors }: RunsReport): string {
  const [only] = documents
  return documents.length === 1 && errors.length === 0 && only !== undefined ? only : joinJunit(documents, errors)
}
