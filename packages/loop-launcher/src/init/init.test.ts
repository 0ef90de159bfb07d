import { workspaceConfigSchema } from '@cc-ci/contracts/workspace-config'
import { readYamlDocument } from '@cc-ci/contracts/yaml-document'
import { describe, expect, it } from 'vitest'
import { addLoops } from './add-loops.js'
import { planSetup } from './plan-setup.js'

function added(text: string) {
  const changed = addLoops(text)
  if (!changed.ok) throw new Error(changed.obstacles.join())
  const read = readYamlDocument(workspaceConfigSchema, changed.text)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return { ...changed, config: read.value }
}

describe('the loops in cc-ci.yaml', () => {
  const commentedConfig = `# ours
version: 1 # the only one
recipes:
  # odd layout stays
  wiki:   { url: ./wiki }

# last words`

  it('are appended; comments, order and layout stay as they were', () => {
    const { text, config } = added(commentedConfig)

    expect(text.startsWith(`${commentedConfig}\n\n`)).toBe(true)
    expect(config.protocol).toEqual({ repository: '.', folder: 'protocol' })
    expect(config.loops.map(({ name, role }) => [name, role])).toEqual([
      ['builder', 'builder'],
      ['adversary', 'adversary'],
      ['orchestrator', 'orchestrator'],
    ])
  })

  it('bring two jobs that only wait for their marks to be taken away', () => {
    const { text } = added('version: 1\n')
    const uncommented = text.replaceAll(/^ {2}# (?! Two)(?=- name| {2})/gm, '  ')

    expect(added(uncommented).config.loops.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'builder builder',
      'adversary adversary',
      'orchestrator orchestrator',
      'upgrader job',
      'assistant job',
    ])
  })

  it('are added once', () => {
    const { text } = added('version: 1\n')

    expect(added(text)).toMatchObject({ text, added: [] })
  })

  it.each([
    'version: 1\nloops: []\n',
    'version: 1\nloops:\nzone: x.test\n',
    '{ version: 1, loops: [ { name: builder, role: builder, prompts: [b.md], folder: b } ], protocol: { folder: p } }',
    'version: 1\nloops:\n  # mine\n  - { name: helper, role: job, prompts: [h.md], folder: h }\n',
  ])('are added to %j', (text) => {
    const { config } = added(text)

    expect(config.loops.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['builder', 'adversary', 'orchestrator']),
    )
  })

  it('keep what the user has made of them', () => {
    const mine = 'version: 1\nloops:\n  - { name: builder, role: builder, prompts: [b.md], folder: b } # mine\n'
    const { text, config } = added(mine)

    expect(text).toContain('# mine')
    expect(config.loops[0]).toMatchObject({ prompts: ['b.md'], folder: 'b' })
  })

  it('are refused where a loop of the name has another role', () => {
    expect(addLoops('version: 1\nloops:\n  - { name: adversary, role: job, prompts: [x], folder: x }\n')).toEqual({
      ok: false,
      obstacles: ['cc-ci.yaml: a loop named adversary whose role is job'],
    })
  })

  it.each(['{ version: 1 }\n', 'version: 1\n...\n'])(
    'are refused where they cannot be added without harm: %j',
    (text) => {
      const changed = addLoops(text)

      expect(changed.ok ? readYamlDocument(workspaceConfigSchema, changed.text).ok : changed.obstacles).toEqual([
        expect.stringContaining('nothing can be added'),
      ])
    },
  )
})

describe('what loop init writes', () => {
  const brought = new Map([
    ['plans/phases.yaml', 'version: 1\n'],
    ['prompts/builder.md', 'You build.\n'],
  ])
  const plan = (present: Readonly<Record<string, string>> = {}, config = 'version: 1\n') =>
    planSetup({ config, package: brought, present: (path) => present[path], protocolFolder: 'protocol' })
  const everything = (): Readonly<Record<string, string>> =>
    Object.fromEntries(plan().write.map(({ path, content }) => [path, content]))

  it('is the configuration, the plan, the prompts and a skeleton of the protocol, each with its purpose', () => {
    const { write, inTheWay } = plan()

    expect(write.map(({ path }) => path)).toEqual([
      'cc-ci.yaml',
      'plans/phases.yaml',
      'prompts/builder.md',
      'protocol/README.md',
      'protocol/DECISIONS.md',
      'protocol/DEFERRED.md',
      'protocol/inbox/builder/.gitkeep',
      'protocol/inbox/adversary/.gitkeep',
      'protocol/inbox/orchestrator/.gitkeep',
      '.gitignore',
    ])
    expect(write.filter(({ purpose }) => purpose === '')).toEqual([])
    expect(inTheWay).toEqual([])
  })

  it('is nothing the second time', () => {
    const { 'cc-ci.yaml': config, ...files } = everything()

    expect(plan(files, config)).toMatchObject({ write: [], inTheWay: [] })
  })

  it('names all that is in the way, and keeps what the loops have written', () => {
    const { inTheWay } = plan(
      { 'plans/phases.yaml': 'mine', 'prompts/builder.md': 'mine', 'protocol/DECISIONS.md': 'decided' },
      'version: 1\nloops:\n  - { name: builder, role: job, prompts: [x], folder: x }\n',
    )

    expect(inTheWay).toEqual([
      'cc-ci.yaml: a loop named builder whose role is job',
      'plans/phases.yaml: differs from ours',
      'prompts/builder.md: differs from ours',
    ])
  })

  it('adds to .gitignore what is missing there, after what is there', () => {
    expect(plan({ '.gitignore': 'runs\n/clones/' }).write.at(-1)?.content).toBe('runs\n/clones/\n/.cc-ci/\n')
  })
})
