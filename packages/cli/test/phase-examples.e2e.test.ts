import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExecaProcessRunner } from '@cc-ci/kernel'
import { putOnPath, temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { builtProgram } from './built-program.js'
import { phaseWorkspace } from './phase-workspace.js'

const { commands } = JSON.parse(readFileSync(join(builtProgram, '../../oclif.manifest.json'), 'utf8')) as {
  commands: Record<string, { examples: string[] }>
}

const examplesOf = (name: string): string[] =>
  (commands[`phase:${name}`]?.examples ?? []).map((example) =>
    example.replace('<%= config.bin %> <%= command.id %>', `cc-ci phase ${name}`),
  )

it('each example of a phase command works as it is typed, in the order in which loops would', async () => {
  const folder = temporaryFolder(onTestFinished)
  const { adversary, builder, push, git } = phaseWorkspace(folder)
  push(builder, { 'package.json': '{ "scripts": { "test": "node --version" } }\n' })
  git(adversary, 'pull', '--quiet')
  const env = putOnPath(join(folder, 'bin'), { 'cc-ci': `exec "${process.execPath}" "${builtProgram}" "$@"` })
  const type = async (lines: readonly string[], cwd: string) => {
    for (const line of lines) {
      const { exitCode, stderr } = await new ExecaProcessRunner().run('sh', ['-c', line], { cwd, env })
      expect({ line, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ line, exitCode: 0, stderr: '' })
    }
  }

  await type(examplesOf('claim'), builder)
  await type([...examplesOf('review'), 'cc-ci phase review 1 D2 --as adversary --verdict pass -- npm test'], adversary)
  await type(examplesOf('veto'), adversary)
  await type(examplesOf('done'), builder)
  await type(['list', 'show', 'status', 'lint'].flatMap(examplesOf), builder)
  expect(Object.keys(commands).filter((id) => id.startsWith('phase:'))).toHaveLength(8)
})
