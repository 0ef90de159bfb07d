import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { workspaceConfigSchema } from '../packages/contracts/src/workspace-config.js'

const document = readFileSync(new URL('../docs/ci-engines.md', import.meta.url), 'utf8')
const examples = [...document.matchAll(/^```yaml\n(?:# (?<file>[^\n,]+)[^\n]*\n)?(?<text>.+?)^```/gms)].map(
  ({ groups }) => ({
    file: groups?.file ?? 'a step',
    text: groups?.text ?? '',
  }),
)
const commandsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.startsWith('cc-ci ') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(commandsIn) : []
}

describe('each pipeline in docs/ci-engines.md', () => {
  it('is found', () => {
    expect(examples.map(({ file }) => file)).toEqual([
      '/srv/cc-ci/cc-ci.yaml',
      '.woodpecker/cc-ci.yaml',
      '.drone.yml',
      '.gitea/workflows/cc-ci.yaml',
      '.github/workflows/cc-ci.yaml',
      'a step',
    ])
  })

  it.each(examples.slice(1))('$file is YAML and tests a pull request', ({ text }) => {
    expect(commandsIn(parse(text))).toEqual([expect.stringMatching(/^cc-ci test wiki --pr(=\$\{\{ [\w.]+ \}\})?( |$)/)])
  })

  it('names a workspace that cc-ci takes', () => {
    expect(workspaceConfigSchema.safeParse(parse(examples[0]?.text ?? '')).error).toBeUndefined()
  })

  it.each(['.woodpecker/cc-ci.yaml', '.drone.yml', '.gitea/workflows/cc-ci.yaml', '.github/workflows/cc-ci.yaml'])(
    '%s keeps the workspace out of the checkout',
    (file) => expect(examples.find((each) => each.file === file)?.text).toContain('CC_CI_REPO: /srv/cc-ci'),
  )
})
