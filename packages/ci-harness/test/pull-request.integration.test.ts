import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SimpleGit } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openForge } from '../src/adapters/open-forge.js'
import { resolvePullRequest } from '../src/forge/resolve-pull-request.js'
import type { PullRequest } from '../src/ports/forge.js'
import { noteMovedHead } from '../src/run/note-moved-head.js'
import { cloneAt, resolveHead } from '../src/run/resolve-target.js'
import { type ForgeBedOptions, forgeBed } from './forge-bed.js'

/** A recipe with a release, and a fork of it with a commit that is proposed as pull request 7. */
async function proposal(options: ForgeBedOptions) {
  const bed = await forgeBed(options, onTestFinished)
  const base = await bed.repository('org/wiki')
  await base.commit({ 'compose.yml': 'one' })
  await base.tag('1.0.0+1.0', 'First')
  const fork = await bed.repository('visitor/wiki')
  execFileSync('git', ['-C', fork.folder, 'fetch', '--quiet', base.folder, 'main'])
  execFileSync('git', ['-C', fork.folder, 'reset', '--quiet', '--hard', 'FETCH_HEAD'])
  await fork.branch('raise')
  const head = await fork.commit({ 'compose.yml': 'two' })
  const pullRequest: PullRequest = {
    number: 7,
    title: 'Raise',
    state: 'open',
    url: `${bed.url}/org/wiki/pulls/7`,
    base: { repository: 'org/wiki', cloneUrl: `${bed.url}/org/wiki.git`, branch: 'main' },
    head: { hash: head, branch: 'raise', repository: 'visitor/wiki', cloneUrl: `${bed.url}/visitor/wiki.git` },
  }
  const git = new SimpleGit({
    credentials: options.token === undefined ? [] : [{ url: bed.url, token: options.token }],
  })
  /** What a forge does when somebody pushes to the branch of a pull request. */
  const publish = (hash: string): void => {
    execFileSync('git', ['-C', base.folder, 'fetch', '--quiet', fork.folder, hash])
    execFileSync('git', ['-C', base.folder, 'update-ref', 'refs/pull/7/head', hash])
    bed.put({ ...pullRequest, head: { ...pullRequest.head, hash } })
  }
  const forge = { client: openForge(options.kind, { url: bed.url, token: options.token }), repository: 'org/wiki' }
  bed.put(pullRequest)
  const source = `${bed.url}/org/wiki.git`
  return {
    bed,
    base,
    fork,
    head,
    pullRequest,
    git,
    publish,
    source,
    find: () => resolvePullRequest(7, { git, forge, source }),
  }
}

const checkedOut = (folder: string): string => readFileSync(join(folder, 'compose.yml'), 'utf8')

describe.each([{ kind: 'gitea' }, { kind: 'github', token: 'hunter22' }] as const)(
  'a pull request on %j',
  (options) => {
    it('is fetched from the recipe’s own repository, with the releases to upgrade from', async () => {
      const { publish, head, find, git, source } = await proposal(options)
      publish(head)
      const target = await find()
      const folder = temporaryFolder(onTestFinished)
      await cloneAt(target.head, folder, { source, pullRequest: target }, { git })

      expect(target).toEqual({ number: 7, head, headSource: source, headRef: 'refs/pull/7/head', notes: [] })
      expect(checkedOut(folder)).toBe('two')
      expect((await git.tags(folder)).map(({ name }) => name)).toEqual(['1.0.0+1.0'])
    })

    it('is fetched from the fork where the repository keeps no ref of it', async () => {
      const { bed, head, find, git, source } = await proposal(options)
      const target = await find()
      const folder = temporaryFolder(onTestFinished)
      await cloneAt(target.head, folder, { source, pullRequest: target }, { git })

      expect(target).toMatchObject({ head, headSource: `${bed.url}/visitor/wiki.git`, headRef: 'refs/heads/raise' })
      expect(checkedOut(folder)).toBe('two')
      expect((await git.tags(folder)).map(({ name }) => name)).toEqual(['1.0.0+1.0'])
      expect(await resolveHead({ ref: head, source, pullRequest: target }, { git })).toBe(head)
    })

    it('is what it was when it was looked up, and the result says that a force-push came meanwhile', async () => {
      const { publish, fork, head, find, git, source } = await proposal(options)
      publish(head)
      const target = await find()
      const pushed = await fork.commit({ 'compose.yml': 'three' })
      publish(pushed)
      const folder = temporaryFolder(onTestFinished)
      await cloneAt(target.head, folder, { source, pullRequest: target }, { git })
      const record = { notes: [] as string[] } as Parameters<typeof noteMovedHead>[0]['record']
      const plan = { head: target.head } as Parameters<typeof noteMovedHead>[0]['plan']
      await noteMovedHead({ request: { pullRequest: target }, plan, record, world: { git } })

      expect(checkedOut(folder)).toBe('two')
      expect(record.notes).toEqual([
        `Pull request 7 moved to ${pushed.slice(0, 8)} during the run; this result is of ${head.slice(0, 8)}.`,
      ])
    })

    it('says nothing when nothing moved, and that it is not known when the forge is gone', async () => {
      const { publish, head, find, git } = await proposal(options)
      publish(head)
      const target = await find()
      const record = { notes: [] as string[] } as Parameters<typeof noteMovedHead>[0]['record']
      const plan = { head } as Parameters<typeof noteMovedHead>[0]['plan']
      await noteMovedHead({ request: { pullRequest: target }, plan, record, world: { git } })
      expect(record.notes).toEqual([])
      const gone = { ...target, headSource: '/nowhere' }
      await noteMovedHead({ request: { pullRequest: gone }, plan, record, world: { git } })

      expect(record.notes).toEqual([expect.stringContaining('Whether pull request 7 moved is not known')])
    })

    it('may be closed: it is tested, and noted', async () => {
      const { bed, publish, pullRequest, head, find } = await proposal(options)
      publish(head)
      bed.put({ ...pullRequest, state: 'closed' })

      expect((await find()).notes).toEqual(['Pull request 7 is closed; tested is its last commit.'])
    })

    it('cannot be tested when its fork is deleted and nothing is left of it', async () => {
      const { bed, pullRequest, find } = await proposal(options)
      bed.put({ ...pullRequest, head: { ...pullRequest.head, repository: null, cloneUrl: null } })

      await expect(find()).rejects.toMatchObject({ code: 'PULL_REQUEST_HEAD_GONE', exitCode: 2 })
    })
  },
)

it('is tested as git has it when the forge has not caught up with a push', async () => {
  const { publish, bed, fork, head, pullRequest, find } = await proposal({ kind: 'gitea' })
  const pushed = await fork.commit({ 'compose.yml': 'three' })
  publish(pushed)
  bed.put(pullRequest)
  const target = await find()

  expect(target.head).toBe(pushed)
  expect(target.notes).toEqual([expect.stringContaining(`the forge says ${head.slice(0, 8)}; tested is what git has`)])
})

it('P-05: a private repository is read with the token, which no argument of git and no error shows', async () => {
  const { bed, source } = await proposal({ kind: 'github', token: 'hunter22' })
  const folder = temporaryFolder(onTestFinished)
  const real = execFileSync('sh', ['-c', 'command -v git']).toString().trim()
  writeFileSync(join(folder, 'git'), `#!/bin/sh\necho "$@" >>'${folder}/arguments'\nexec ${real} "$@"\n`, {
    mode: 0o755,
  })
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
  onTestFinished(() => void vi.unstubAllEnvs())
  await new SimpleGit({ credentials: [{ url: bed.url, token: 'hunter22' }] }).clone(source, join(folder, 'copy'))
  const wrong = new SimpleGit({ credentials: [{ url: bed.url, token: 'wrong-one' }] })
  const error = await wrong.lsRemote(source).catch((thrown: Error) => thrown)

  expect(readFileSync(join(folder, 'arguments'), 'utf8')).toContain(`clone --quiet -- ${source}`)
  expect(readFileSync(join(folder, 'arguments'), 'utf8')).not.toMatch(/hunter22|wrong-one|Authorization/i)
  expect(error).toMatchObject({ code: 'GIT_REMOTE_UNREACHABLE' })
  expect(`${error} ${JSON.stringify(error)}`).not.toContain('wrong-one')
  await expect(new SimpleGit().lsRemote(source)).rejects.toMatchObject({ code: 'GIT_REMOTE_UNREACHABLE' })
})

it('shows the token to no other host', async () => {
  const elsewhere = await forgeBed({ kind: 'gitea' }, onTestFinished)
  await (await elsewhere.repository('org/wiki')).commit()
  const git = new SimpleGit({ credentials: [{ url: 'https://git.example.org', token: 'hunter22' }] })
  await git.lsRemote(`${elsewhere.url}/org/wiki.git`)

  expect(elsewhere.requests.map(({ withToken }) => withToken)).not.toContain(true)
  expect(elsewhere.requests).not.toHaveLength(0)
})

it('of a recipe without a forge is what git has as refs/pull/<n>/head, and that is said', async () => {
  const { base, publish, head, git } = await proposal({ kind: 'gitea' })
  publish(head)
  const target = await resolvePullRequest(7, { git, forge: undefined, source: base.folder })

  expect(target).toMatchObject({ head, notes: [expect.stringContaining('No forge was asked')] })
  await expect(resolvePullRequest(8, { git, forge: undefined, source: base.folder })).rejects.toMatchObject({
    code: 'PULL_REQUEST_NOT_FOUND',
  })
})
