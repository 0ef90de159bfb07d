import { posix } from 'node:path'
import type { RepositoryFiles } from './repository-files.js'

const document = /^(README|CONTRIBUTING|SECURITY)\.md$|^(docs|plans|prompts)\/.*\.md$|^packages\/[^/]+\/README\.md$/

function documentsIn(files: RepositoryFiles): [path: string, text: string][] {
  return [...files].filter(([path]) => document.test(path))
}

/** Relative links of the documents that lead to no file, folder or heading. */
export function brokenLinks(files: RepositoryFiles): string[] {
  return documentsIn(files).flatMap(([path, text]) =>
    [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(path, link, files))
      .map((link) => `${path}: ${link} leads nowhere`),
  )
}

function leadsSomewhere(from: string, link: string, files: RepositoryFiles): boolean {
  const [target = '', anchor] = link.split('#')
  const path = target === '' ? from : posix.join(posix.dirname(from), target).replace(/\/$/, '')
  const text = files.get(path)
  if (anchor === undefined) return text !== undefined || [...files.keys()].some((file) => file.startsWith(`${path}/`))
  return text !== undefined && headingsOf(text).includes(anchor)
}

/** Anchors as forges make them of headings. */
function headingsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, (code) => code.slice(1, -1))

/** Commands without a section in the command reference, and sections of commands that do not exist. */
export function commandProblems(files: RepositoryFiles): string[] {
  const commands = [...files.keys()].flatMap((path) => {
    const words = /^packages\/cli\/src\/commands\/(.+(?<!\.test))\.ts$/.exec(path)?.[1]
    return words === undefined ? [] : [`cc-ci ${words.replaceAll('/', ' ')}`]
  })
  const text = files.get('docs/commands.md') ?? ''
  const sections = [...text.matchAll(/^## (cc-ci .+)$/gm)].map(([, name = '']) => name)
  return [
    ...commands.filter((name) => !sections.includes(name)).map((name) => `${name} is not in docs/commands.md`),
    ...sections.filter((name) => !commands.includes(name)).map((name) => `${name} in docs/commands.md does not exist`),
  ]
}

/** Decision records without their line in the index, without a date, or with a number that is not the next one. */
export function decisionProblems(files: RepositoryFiles): string[] {
  const index = files.get('docs/adr/README.md') ?? ''
  const records = [...files]
    .filter(([path]) => /^docs\/adr\/\d{4}-/.test(path))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return records.flatMap(([path, text], position) => {
    const name = posix.basename(path)
    const title = /^# (.+)$/m.exec(text)?.[1] ?? ''
    return [
      ...(Number(name.slice(0, 4)) === position + 1 ? [] : [`${name} should have number ${position + 1}`]),
      ...(index.includes(`[${title}](${name})`) ? [] : [`${name} is not in the index under its title`]),
      ...(/^Date: \d{4}-\d\d-\d\d$/m.test(text) ? [] : [`${name} has no date`]),
      ...['Context', 'Decision', 'Consequences']
        .filter((part) => !text.includes(`\n## ${part}\n`))
        .map((part) => `${name} has no section ${part}`),
    ]
  })
}

/** npm commands that the README tells people to type, and that package.json does not have. */
export function readmeCommandProblems(files: RepositoryFiles): string[] {
  const { scripts = {} } = JSON.parse(files.get('package.json') ?? '{}') as { scripts?: Record<string, string> }
  const readme = files.get('README.md') ?? ''
  const typed = [...readme.matchAll(/(?:^|`)npm (?:run )?(\w+)/gm)].map(([, name = '']) => name)
  const scriptNames = typed.filter((name) => name !== 'exec')
  return [
    ...['quickstart', 'test']
      .filter((name) => !scriptNames.includes(name))
      .map((name) => `README.md lacks npm ${name}`),
    ...scriptNames.filter((name) => scripts[name] === undefined).map((name) => `package.json has no script ${name}`),
  ]
}
