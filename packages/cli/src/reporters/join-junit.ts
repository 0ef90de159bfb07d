import type { RunsReport } from '../report-runs.js'

/** One JUnit document of several; a recipe that could not be tested at all is an error in it, never left out. */
export function joinJunit(documents: readonly string[], errors: RunsReport['errors']): string {
  const suites = documents.flatMap((document) => {
    const lines = document.trimEnd().split('\n')
    return lines.slice(2, -1)
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="cc-ci">',
    ...suites,
    ...errors.flatMap(({ recipe, error }) => [
      `  <testsuite name="${escapeXml(recipe)}" tests="1" failures="0" errors="1" skipped="0">`,
      `    <testcase classname="${escapeXml(recipe)}" name="can be tested">`,
      `      <error message="${escapeXml(error.message)}" type="${escapeXml(error.code)}">${escapeXml(error.hint ?? '')}</error>`,
      '    </testcase>',
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
}

const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"\n]/g, (character) => entities[character] ?? character)
