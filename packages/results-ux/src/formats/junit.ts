import type { RunResult } from '@cc-ci/contracts/run-result'
import { escapeXml, withoutControls } from '../render/escape-xml.js'
import { type Case, type Suite, suitesOf } from './junit-suites.js'

const longestText = 8_000
const longestDocument = 1_000_000

/**
 * JUnit XML: one suite per stage, and one per rung that had no stage. What the recipe or app did wrong is a `failure`,
 * what the harness or the host did wrong an `error`. Long texts are cut; in a document beyond 1 MB, to 200 characters.
 */
export function renderJunit(result: RunResult): string {
  const full = drawDocument(result, longestText)
  return full.length <= longestDocument ? full : drawDocument(result, 200)
}

function drawDocument(result: RunResult, limit: number): string {
  const suites = suitesOf(result)
  const cases = suites.flatMap((suite) =>
    suite.cases.map((each) => ({ ...each, element: elementOf(result, suite.name, each) })),
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cc-ci ${attribute(result.recipe)}" ${countsOf(cases)} time="${result.finished - result.started}">`,
    ...suites.flatMap((suite) => drawSuite(result, suite, limit)),
    '</testsuites>',
    '',
  ].join('\n')
}

type Element = 'failure' | 'error' | 'skipped' | 'flakyFailure' | undefined

function elementOf({ fault }: RunResult, stage: string, { status, flaky }: Case): Element {
  if (status === 'skip') return 'skipped'
  if (status === 'pass') return flaky ? 'flakyFailure' : undefined
  const notTheRecipe = fault?.tier === stage && (fault.class === 'infra' || fault.class === 'harness')
  return status === 'error' || notTheRecipe ? 'error' : 'failure'
}

type Drawn = readonly { readonly element: Element }[]

function count(cases: Drawn, element: Element): number {
  return cases.filter((each) => each.element === element).length
}

/** What the schema of Jenkins has at both levels; what was skipped it counts for a suite only. */
function countsOf(cases: Drawn): string {
  return `tests="${cases.length}" failures="${count(cases, 'failure')}" errors="${count(cases, 'error')}"`
}

function drawSuite(result: RunResult, suite: Suite, limit: number): string[] {
  const cases = suite.cases.map((each) => ({ ...each, element: elementOf(result, suite.name, each) }))
  return [
    `  <testsuite name="${attribute(suite.name)}" ${countsOf(cases)} skipped="${count(cases, 'skipped')}" time="${suite.seconds}" timestamp="${timestamp(result)}">`,
    '    <properties>',
    ...Object.entries(propertiesOf(result)).map(
      ([name, value]) => `      <property name="${name}" value="${attribute(value)}"/>`,
    ),
    '    </properties>',
    ...cases.flatMap((each) => drawCase(result, suite, each, limit)),
    ...output('system-out', attachmentLines(result), limit),
    ...output('system-err', suite.logs, limit),
    '  </testsuite>',
  ]
}

function output(element: string, lines: readonly string[], limit: number): string[] {
  return lines.length === 0 ? [] : [`    <${element}>${content(lines.join('\n'), limit)}</${element}>`]
}

/** As Jenkins and GitLab read attachments: docs.gitlab.com/ci/testing/unit_test_reports */
function attachmentLines(result: RunResult): string[] {
  return Object.values(attachmentsOf(result)).map((path) => `[[ATTACHMENT|${path}]]`)
}

function drawCase(result: RunResult, suite: Suite, each: Case & { element: Element }, limit: number): string[] {
  const className = attribute(`${result.recipe}.${suite.name}`)
  const open = `    <testcase classname="${className}" name="${attribute(each.name)}" time="${each.seconds}"`
  if (each.element === undefined) return [`${open}/>`]
  const message = attribute(each.message ?? 'no reason was recorded', limit)
  if (each.element === 'skipped') return [`${open}>`, `      <skipped message="${message}"/>`, '    </testcase>']
  const type = each.element === 'flakyFailure' ? 'flaky' : (result.fault?.code ?? each.element)
  const body = content(bodyOf(result, suite, each), limit)
  return [
    `${open}>`,
    `      <${each.element} message="${message}" type="${attribute(type)}">${body}</${each.element}>`,
    '    </testcase>',
  ]
}

/**
 * The message, and the file of the test, for which the schema has no attribute; where the run's fault lies, with what the
 * diagnosis makes of it.
 */
function bodyOf(
  { fault, diagnosis }: RunResult,
  suite: Suite,
  { element, message, file }: Case & { element: Element },
): string {
  const isFault = fault?.tier === suite.name && (element === 'failure' || element === 'error')
  const parts = [message, file === null ? null : `In ${file}`, isFault ? diagnosis?.paragraph : null]
  return parts.filter(Boolean).join('\n\n')
}

function propertiesOf(result: RunResult): Record<string, string> {
  return {
    'cc-ci.run': result.runId,
    'cc-ci.ref': result.ref,
    'cc-ci.level': String(result.level),
    'cc-ci.verdict': result.verdict,
    'cc-ci.mode': result.mode,
    ...(result.fault && { 'cc-ci.fault': result.fault.class }),
    ...attachmentsOf(result),
  }
}

function attachmentsOf({ artefacts }: RunResult): Record<string, string> {
  const { card, screenshot, log } = artefacts
  const paths = { card, screenshot, log }
  return Object.fromEntries(
    Object.entries(paths).flatMap(([name, path]) => (path === null ? [] : [[`attachment.${name}`, path]])),
  )
}

function timestamp({ started }: RunResult): string {
  return new Date(started * 1000).toISOString().slice(0, 19)
}

function attribute(text: string, limit = 1_000): string {
  return content(text, Math.min(limit, 1_000)).replaceAll('\n', '&#10;')
}

function content(text: string, limit: number): string {
  if (text.length <= limit) return escapeXml(withoutControls(text))
  return `${escapeXml(withoutControls(text.slice(0, limit)))}… (${text.length - limit} characters cut)`
}
