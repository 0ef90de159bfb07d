import { readdirSync } from 'node:fs'
import { markdownTable } from './markdown-table.js'

/** What the reference shows of an oclif command class; its own type would bring oclif into tools/. */
interface CommandClass {
  readonly description?: string
  readonly examples?: readonly string[]
  readonly strict?: boolean
  readonly args?: Readonly<Record<string, Parameter>>
  readonly flags?: Readonly<Record<string, Parameter & { readonly type: string; readonly char?: string }>>
}

interface Parameter {
  readonly description?: string
  readonly required?: boolean
  readonly default?: unknown
  readonly options?: readonly string[]
}

/** A section for each command, made from the classes that the program itself runs. */
export async function commandReference(cli: URL): Promise<string> {
  const sections: string[] = []
  for (const file of commandFiles(cli)) {
    const module = (await import(new URL(`src/commands/${file}`, cli).href)) as { default: CommandClass }
    sections.push(sectionOf(nameOf(file), module.default))
  }
  return sections.join('\n\n')
}

function commandFiles(cli: URL): string[] {
  return readdirSync(new URL('src/commands', cli), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
}

const nameOf = (file: string): string => `cc-ci ${file.replace(/\.ts$/, '').replaceAll('/', ' ')}`

function sectionOf(name: string, command: CommandClass): string {
  const { description = '', args = {}, flags = {}, examples = [], strict } = command
  const usage = Object.entries(args).map(([arg, { required }]) => {
    const shown = `${arg.toUpperCase()}${strict === false ? '...' : ''}`
    return required ? shown : `[${shown}]`
  })
  const argRows = Object.entries(args).map(([arg, parameter]) => [`\`${arg.toUpperCase()}\``, meaningOf(parameter)])
  const flagRows = Object.entries(flags).map(([flag, { char, type, ...parameter }]) => [
    `\`${char === undefined ? '' : `-${char}, `}--${flag}${type === 'option' ? '=<value>' : ''}\``,
    meaningOf(parameter),
  ])
  const shown = examples.map((example) => example.replaceAll('<%= config.bin %> <%= command.id %>', name))
  return [
    `## ${name}`,
    `${description[0]?.toUpperCase()}${description.slice(1)}.`,
    fenced([[name, ...usage, '[--json]', ...(flagRows.length > 0 ? ['[flags]'] : [])].join(' ')]),
    ...(argRows.length > 0 ? [markdownTable(['Argument', 'Meaning'], argRows)] : []),
    ...(flagRows.length > 0 ? [markdownTable(['Flag', 'Meaning'], flagRows)] : []),
    `Examples:\n\n${fenced(shown)}`,
  ].join('\n\n')
}

function meaningOf({ description = '', options, default: value }: Parameter): string {
  const choice = options === undefined ? '' : `; one of ${options.map((option) => `\`${option}\``).join(', ')}`
  return `${description}${choice}${value === undefined ? '' : ` (default: \`${String(value)}\`)`}`
}

const fenced = (lines: readonly string[]): string =>
  `\`\`\`console\n${lines.map((line) => `$ ${line}`).join('\n')}\n\`\`\``
