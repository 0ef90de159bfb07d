import type { LintRule } from '../lint-rule.js'
import type { RuleFinding } from '../rule-finding.js'

const file = 'README.md'
const required = ['Category', 'Status', 'Image', 'Healthcheck', 'Backups', 'Email', 'Tests', 'SSO']

export const readmeMetadata: LintRule = {
  id: 'R007',
  severity: 'warning',
  title: 'README.md fills in the metadata block',
  why: 'The catalogue shows these values; an empty one hides from people what the recipe can do.',
  check: ({ sources }) => {
    const text = sources.files[file]
    if (text === undefined) return [problem('is missing', 1)]
    const rows = text.split(/\r?\n/)
    const start = rows.findIndex((row) => row.includes('<!-- metadata -->'))
    const end = rows.findIndex((row) => row.includes('<!-- endmetadata -->'))
    if (start === -1 || end < start) return [problem('has no metadata block', 1)]
    return required.flatMap((name) => checkBullet(name, rows.slice(start, end), start + 1))
  },
}

function checkBullet(name: string, block: readonly string[], firstLine: number): RuleFinding[] {
  const bullet = new RegExp(`^\\s*[*-]\\s+\\**${name}\\**\\s*:\\**(.*)$`, 'i')
  const at = block.findIndex((row) => bullet.test(row))
  if (at === -1) return [problem(`has no ${name} in its metadata block`, firstLine)]
  const value = bullet.exec(block[at] ?? '')?.[1] ?? ''
  return value.trim() === '' ? [problem(`leaves ${name} empty in its metadata block`, firstLine + at)] : []
}

function problem(message: string, line: number): RuleFinding {
  return { message, file, line, hint: `Between <!-- metadata --> and <!-- endmetadata -->: ${required.join(', ')}.` }
}
