import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { type ForgeDouble, forgeDouble } from '@cc-ci/server/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { builtProgram, ccCi, type RunningProgram, startCcCi } from './built-program.js'

const token = 'of-the-bot'
const cleanUps: (() => unknown)[] = []
const env = { CC_CI_FORGE_TOKEN: token }
let folder = ''
let forge: ForgeDouble

beforeAll(async () => {
  folder = temporaryFolder((remove) => cleanUps.push(remove))
  const now = (): number => Math.floor(Date.now() / 1000)
  forge = await forgeDouble({ kind: 'gitea', token, account: 'cc-ci-bot', now }, (end) => cleanUps.push(end))
  forge.state.putPullRequest('org/wiki', 7)
  const settings = [
    'version: 1',
    'recipes: { wiki: { url: ./nowhere } }',
    `forge: { kind: gitea, url: "${forge.url}" }`,
    'server: { watch: { org/wiki: wiki }, allow: [maria], port: 0, poll: 5 }',
  ]
  writeFileSync(join(folder, 'cc-ci.yaml'), `${settings.join('\n')}\n`)
})
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
})

const manifest = JSON.parse(readFileSync(join(builtProgram, '../../oclif.manifest.json'), 'utf8'))

function examplesOf(id: string): string[] {
  const { examples } = manifest.commands[id] as { examples: string[] }
  return examples.map((example) =>
    example.replace('<%= config.bin %> <%= command.id %>', id.replace(':', ' ')).replace('--port 8080', '--port 0'),
  )
}

/** Resolves once the server says where it is. */
async function serve(words: readonly string[]): Promise<RunningProgram> {
  const server = startCcCi(words, { cwd: folder, env })
  onTestFinished(async () => {
    server.process.kill('SIGTERM')
    await server.finished
  })
  const listening = new Promise<void>((resolve) => server.process.stdout?.once('data', () => resolve()))
  await Promise.race([listening, server.finished.then(({ stderr }) => Promise.reject(new Error(stderr)))])
  return server
}

describe('each example of --help works as it stands', () => {
  it.each(examplesOf('serve'))('%s', async (example) => {
    const server = await serve(example.split(' '))
    server.process.kill('SIGTERM')

    expect(await server.finished).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('and those of the queue, of a run that a comment asked for', async () => {
    await serve(['serve'])
    forge.state.say('org/wiki', 7, { author: 'maria', body: '!testme' })
    const seq = await firstRun()

    for (const id of ['list', 'cancel', 'rerun', 'login'].map((name) => `queue:${name}`)) {
      for (const example of examplesOf(id)) {
        const words = example.replace('1790000000000', seq).split(' ')
        const { exitCode, stdout, stderr } = await ccCi(words, { cwd: folder, env })

        expect({ example, exitCode }, stderr).toEqual({ example, exitCode: 0 })
        expect(stderr).not.toContain('Error:')
        expect(stdout).not.toBe('')
      }
    }
  })
})

/** Polling finds the comment within seconds. */
async function firstRun(): Promise<string> {
  const end = performance.now() + 60_000
  for (;;) {
    const { stdout } = await ccCi(['queue', 'list', '--json'], { cwd: folder, env })
    const { running, queued, ended } = JSON.parse(stdout) as Record<string, { seq: number }[]>
    const [first] = [running, queued, ended].flatMap((runs) => runs ?? [])
    if (first !== undefined) return String(first.seq)
    if (performance.now() > end) throw new Error('the comment was never heard')
  }
}
