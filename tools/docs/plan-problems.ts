import { phasePlanSchema } from '../../packages/contracts/src/phase-plan.js'
import { readYamlDocument } from '../../packages/contracts/src/yaml-document.js'
import type { RepositoryFiles } from './repository-files.js'

interface Item {
  readonly id: string
  readonly title: string
}

const planFile = 'plans/phases.yaml'
const sections = ['In and out', 'Order of work', 'Items', 'Traps', 'What the Adversary should attack', 'Hand-over']
const mostLines = 400

/** What is wrong with `plans/phases.yaml`, and where the plan of a phase does not fit it. */
export function phaseProblems(files: RepositoryFiles): string[] {
  const read = readYamlDocument(phasePlanSchema, files.get(planFile) ?? '')
  if (!read.ok) return read.problems.map(({ line, message }) => `${planFile}:${line} ${message}`)
  const named = read.value.phases.map(({ file }) => `plans/${file}`)
  const unnamed = [...files.keys()].filter((path) => /^plans\/phase-.*\.md$/.test(path) && !named.includes(path))
  return [
    ...unnamed.map((path) => `${path} is of no phase in ${planFile}`),
    ...read.value.phases.flatMap(({ file, items }) => {
      const text = files.get(`plans/${file}`)
      return text === undefined ? [`plans/${file} does not exist`] : problemsOfPlan(`plans/${file}`, text, items)
    }),
  ]
}

function problemsOfPlan(path: string, text: string, expected: readonly Item[]): string[] {
  const shown = text.split(/^### /m).slice(1)
  const headings = shown.map((part) => part.split('\n', 1)[0] ?? '')
  const titles = expected.map(({ id, title }) => `${id}: ${title}`)
  return [
    ...titles.filter((title) => !headings.includes(title)).map((title) => `${path} has not the item “${title}”`),
    ...headings.filter((heading) => !titles.includes(heading)).map((heading) => `${path} alone has “${heading}”`),
    ...shown.flatMap((part, at) =>
      ['How', 'Expected', 'Where']
        .filter((word) => !new RegExp(`^- ${word}: \\S`, 'm').test(part))
        .map((word) => `${path}: “${headings[at]}” lacks ${word}`),
    ),
    ...sections.filter((section) => !text.includes(`\n## ${section}\n`)).map((section) => `${path} lacks “${section}”`),
  ]
}

/** The ten sentences of plan.md that the plan of phase 1 words otherwise, or the other way round. */
export function definitionOfDoneProblems(files: RepositoryFiles): string[] {
  const sentences = (path: string, form: RegExp): string[] =>
    [...(files.get(path) ?? '').matchAll(form)].map(([, id, sentence]) => `${id}: ${sentence}`)
  const plan = sentences('plans/plan.md', /^- \*\*(D\d+)\*\* (.+)$/gm)
  const phase = sentences('plans/phase-1.md', /^### (D\d+): (.+)$/gm)
  return [
    ...plan.filter((each) => !phase.includes(each)).map((each) => `only plans/plan.md has “${each}”`),
    ...phase.filter((each) => !plan.includes(each)).map((each) => `only plans/phase-1.md has “${each}”`),
  ]
}

/** `{{variables}}` that no start fills; a plan is not filled at all. */
export function unknownVariables(files: RepositoryFiles, known: readonly string[]): string[] {
  return [...files].flatMap(([path, text]) => {
    const allowed = path.startsWith('prompts/') ? known : []
    return [...text.matchAll(/\{\{\s*([^{}\s]*)\s*\}\}/g)]
      .map(([, name = '']) => name)
      .filter((name) => !allowed.includes(name))
      .map((name) => `${path} has the variable ${name}`)
  })
}

/** Commands, as code spans and blocks show them, that are not among the known ones: `test` or `loop start`. */
export function unknownCommands(files: RepositoryFiles, known: readonly string[]): string[] {
  const topics = known.map((command) => command.split(' ')[0])
  const exists = ([first = '', second = '']: readonly string[]): boolean => {
    if (first === '' || known.includes(first) || known.includes(`${first} ${second}`)) return true
    return second === '' && topics.includes(first)
  }
  return [...files].flatMap(([path, text]) =>
    codeIn(text)
      .flatMap((code) => [...code.matchAll(/(?<![\w.-])cc-ci(?![\w.-])((?: [a-z][a-z-]*){0,2})/g)])
      .map(([, words = '']) => words.trim().split(' '))
      .filter((words) => !exists(words))
      .map((words) => `${path} names the command cc-ci ${words.join(' ')}`),
  )
}

function codeIn(text: string): string[] {
  const fenced = [...text.matchAll(/^```[\s\S]*?^```/gm)].map(([code]) => code)
  const indented = [...text.matchAll(/^ {4,}\S.*$/gm)].map(([code]) => code)
  const spans = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  return [...fenced, ...indented, ...spans]
}

/** Files that a plan or prompt tells to read, as `plans/plan.md`, and that are not there. */
export function missingReading(files: RepositoryFiles): string[] {
  return [...files].flatMap(([path, text]) =>
    [...text.matchAll(/`((?:plans|prompts)\/[\w.-]+)`/g)]
      .map(([, named = '']) => named)
      .filter((named) => !files.has(named))
      .map((named) => `${path} speaks of ${named}, which is not there`),
  )
}

/** Names of hosts other than those of example.org, with or without a scheme. */
export function namedHosts(files: RepositoryFiles): string[] {
  const host = /\b(?:[a-z\d-]+\.)+(?:app|cloud|com|coop|de|dev|eu|info|io|me|net|org|tech|uk)\b/gi
  return [...files].flatMap(([path, text]) =>
    (text.match(host) ?? [])
      .filter((name) => !/(^|\.)example\.org$/i.test(name))
      .map((name) => `${path} names the host ${name}`),
  )
}

export function longDocuments(files: RepositoryFiles): string[] {
  return [...files].flatMap(([path, text]) => {
    const lines = text.split('\n').length - 1
    return lines > mostLines ? [`${path} has ${lines} lines, above ${mostLines}`] : []
  })
}

/** Parts that every prompt has, in the words of its headings; and a beginning that no client takes for a command. */
export function promptProblems(files: RepositoryFiles): string[] {
  const prompts = [...files].filter(([path]) => /^prompts\/[a-z].*\.md$/.test(path))
  return prompts.flatMap(([path, text]) => [
    ...(/^\w/.test(text) ? [] : [`${path} does not begin with a word`]),
    ...['read first', 'never', 'wait', 'stop']
      .filter((part) => !new RegExp(`^## .*\\b${part}\\b`, 'im').test(text))
      .map((part) => `${path} has no heading with “${part}”`),
  ])
}
