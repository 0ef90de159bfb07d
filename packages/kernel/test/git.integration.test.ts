import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { SimpleGit } from '@cc-ci/kernel'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished, vi } from 'vitest'
import { gitContract } from './git.contract.js'

gitContract('SimpleGit', new SimpleGit())

const git = new SimpleGit()

it('heeds neither the settings of this machine nor those of a git that runs it as a hook', async () => {
  const home = temporaryFolder(onTestFinished)
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Somebody Else\n[commit]\n\tgpgSign = true\n')
  const stray = { HOME: home, GIT_DIR: join(home, 'elsewhere'), GIT_AUTHOR_NAME: 'Somebody Else', EDITOR: 'false' }
  for (const [key, value] of Object.entries(stray)) vi.stubEnv(key, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { folder, commit } = await gitRepository(temporaryFolder(onTestFinished))
  const hash = await commit()

  expect(
    execFileSync('git', ['log', '-1', '--format=%an', hash], {
      cwd: folder,
      env: { PATH: process.env.PATH },
    }).toString(),
  ).toBe('Example Author\n')
})

it('runs no hook of a repository', async () => {
  const { folder, commit } = await gitRepository(temporaryFolder(onTestFinished))
  await commit()
  const hooks = join(folder, '.git', 'hooks')
  mkdirSync(hooks, { recursive: true })
  for (const hook of ['post-checkout', 'pre-commit', 'post-commit']) {
    writeFileSync(join(hooks, hook), `#!/bin/sh\ntouch '${join(folder, '.git', 'ran')}'\n`)
    chmodSync(join(hooks, hook), 0o755)
  }
  await commit()
  await git.checkout(folder, 'main')

  expect(existsSync(join(folder, '.git', 'ran'))).toBe(false)
})

it.runIf(process.getuid?.() === 0)(
  'takes repositories that belong to another user (only root can make one)',
  async () => {
    const { folder, commit, tag } = await gitRepository(temporaryFolder(onTestFinished))
    const hash = await commit()
    await tag('v1')
    execFileSync('chown', ['-R', '4711', folder])
    const copy = temporaryFolder(onTestFinished)
    await git.clone(folder, copy)
    await git.fetchTags(copy, folder)

    expect(await git.head(copy)).toBe(hash)
    expect(await git.head(folder)).toBe(hash)
    expect(await git.resolveRef(`file://${folder}`, 'v1')).toBe(hash)
  },
)

/** The address of a repository on a server that takes connections and says nothing. */
async function silentRemote(connected: () => void = () => undefined): Promise<string> {
  const server = createServer((socket) => {
    onTestFinished(() => void socket.destroy())
    connected()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  return `git://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}/recipe.git`
}

it('gives up on a remote that never answers', async () => {
  await expect(new SimpleGit({ timeoutMs: 200 }).lsRemote(await silentRemote())).rejects.toMatchObject({
    code: 'GIT_TIMED_OUT',
    message: 'git ls-remote did not end within 0.2 s and was stopped.',
  })
})

it('H-01: lets a cancelled run go, even if its remote never answers', async () => {
  const cancel = new AbortController()
  const url = await silentRemote(() => cancel.abort())

  await expect(git.stoppedBy(cancel.signal).clone(url, temporaryFolder(onTestFinished))).rejects.toMatchObject({
    code: 'GIT_CANCELLED',
  })
})
