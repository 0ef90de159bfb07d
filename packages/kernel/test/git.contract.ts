import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '@cc-ci/kernel'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'

const by = { name: 'Example Author', email: 'author@example.org', date: new Date('2026-01-02T03:04:05Z') }

/** A remote with two commits on main, two tags on the first, and a pull request that no branch or tag has. */
async function createRemote(whenDone: (remove: () => void) => void = onTestFinished) {
  const parent = temporaryFolder(whenDone)
  const remote = await gitRepository(join(parent, 'remote'))
  const first = await remote.commit({ 'compose.yml': 'one' })
  await remote.tag('v1')
  await remote.tag('v1-annotated', 'The first')
  await remote.branch('change')
  const proposed = await remote.commit({ 'compose.yml': 'proposed' })
  const proposal = await remote.commit({ 'compose.yml': 'proposed better' })
  await remote.setRef('refs/pull/1/head')
  await remote.branch('main')
  await remote.setRef('refs/heads/change')
  const main = await remote.commit({ 'compose.yml': 'two' })
  return { url: remote.folder, first, main, proposed, proposal, parent }
}

type Remote = Awaited<ReturnType<typeof createRemote>>

/** What every Git must do, shown on real repositories. */
export function gitContract(title: string, git: Git): void {
  describe(`${title} keeps the Git contract`, () => {
    let shared: Remote
    beforeAll(async () => {
      shared = await createRemote(afterAll)
    })

    it('lists what a remote has, and only what was asked for', async () => {
      const { url, first, main } = shared

      expect(await git.lsRemote(url, { refs: ['refs/tags/v1', 'refs/heads/main'] })).toEqual([
        { name: 'refs/heads/main', hash: main },
        { name: 'refs/tags/v1', hash: first },
      ])
      expect((await git.lsRemote(url)).map(({ name }) => name)).toEqual(
        expect.arrayContaining(['HEAD', 'refs/pull/1/head', 'refs/tags/v1-annotated^{}']),
      )
    })

    it.each<[string, (remote: Remote) => string, (remote: Remote) => string | undefined]>([
      ['a branch', () => 'main', ({ main }) => main],
      ['HEAD', () => 'HEAD', ({ main }) => main],
      ['a tag', () => 'v1', ({ first }) => first],
      ['an annotated tag', () => 'v1-annotated', ({ first }) => first],
      ['a full hash', ({ main }) => main, ({ main }) => main],
      ['an abbreviated hash', ({ first }) => first.slice(0, 7), ({ first }) => first],
      ['a pull request', () => 'refs/pull/1/head', ({ proposal }) => proposal],
      ['a commit within a pull request', ({ proposed }) => proposed, ({ proposed }) => proposed],
      ['an abbreviated one of those', ({ proposed }) => proposed.slice(0, 10), ({ proposed }) => proposed],
      ['an unknown name', () => 'nowhere', () => undefined],
      ['an unknown hash', () => 'dead'.repeat(10), () => undefined],
      ['an option', () => '--help', () => undefined],
    ])('H-14: resolves and clones %s', async (_, ref, commit) => {
      const expected = commit(shared)
      const copy = temporaryFolder(onTestFinished)
      const cloning = git.clone(shared.url, copy, { ref: ref(shared) })

      if (expected === undefined) await expect(cloning).rejects.toMatchObject({ code: 'GIT_REF_NOT_FOUND' })
      else await expect(cloning.then(() => git.head(copy))).resolves.toBe(expected)
      expect(await git.resolveRef(shared.url, ref(shared))).toBe(expected)
    })

    it('checks out refs, and overwrites changes only by force', async () => {
      const { url, first, main } = shared
      const copy = temporaryFolder(onTestFinished)
      await git.clone(url, copy)
      expect(await git.head(copy)).toBe(main)
      writeFileSync(join(copy, 'compose.yml'), 'changed here')

      expect(await git.isDirty(copy)).toBe(true)
      await expect(git.checkout(copy, 'v1')).rejects.toMatchObject({ code: 'GIT_FAILED' })
      await git.checkout(copy, 'v1', { force: true })
      expect([await git.head(copy), await git.isDirty(copy)]).toEqual([first, false])
      await git.checkout(copy, 'change') // known only as a branch of the remote
      expect(await git.head(copy)).toBe(first)
      await expect(git.checkout(copy, 'nowhere')).rejects.toMatchObject({ code: 'GIT_REF_NOT_FOUND', exitCode: 2 })
    })

    it('counts an untracked file as a change, an ignored one not', async () => {
      const { url } = await createRemote()
      writeFileSync(join(url, '.gitignore'), '*.log\n')
      await git.add(url)
      await git.commit(url, 'Ignore logs', by)
      writeFileSync(join(url, 'a.log'), '')
      expect(await git.isDirty(url)).toBe(false)
      writeFileSync(join(url, 'new'), '')

      expect(await git.isDirty(url)).toBe(true)
    })

    it('lists tags with the commits they stand for', async () => {
      const { url, first } = shared

      expect(await git.tags(url)).toEqual([
        { name: 'v1', annotated: false, commit: first },
        { name: 'v1-annotated', annotated: true, commit: first },
      ])
    })

    it('A-19: fetches the tags of another remote, and those it moved', async () => {
      const { url, parent, first, main } = await createRemote()
      const ours = await gitRepository(join(parent, 'ours'))
      const own = await ours.commit()
      await ours.tag('v1')
      await git.tag(url, 'v2')
      await git.fetchTags(ours.folder, url)

      expect(await git.tags(ours.folder)).toEqual([
        { name: 'v1', annotated: false, commit: first },
        { name: 'v1-annotated', annotated: true, commit: first },
        { name: 'v2', annotated: false, commit: main },
      ])
      expect(await git.head(ours.folder)).toBe(own)
    })

    it('gives the same content of the same author and date the same hash', async () => {
      const hashes = ['one', 'two'].map(async (place) => {
        const folder = join(temporaryFolder(onTestFinished), place)
        await git.init(folder)
        writeFileSync(join(folder, 'compose.yml'), 'services: {}\n')
        writeFileSync(join(folder, 'left out'), place)
        await git.add(folder, ['compose.yml'])
        const commit = await git.commit(folder, 'Begin\n\n# not a comment\n', by)
        await git.tag(folder, 'v1', { ...by, message: 'The first' })
        return [commit, ...(await git.lsRemote(folder)).map(({ name, hash }) => `${name} ${hash}`)]
      })
      const [one, two] = await Promise.all(hashes)

      expect(one).toEqual(two)
      expect(one).toContain(`refs/heads/main ${one?.[0]}`)
      expect(one?.[0]).toBe('54c2383021a06a6ab9279d72cf997345c5a91ba2')
    })

    it('knows a repository by its own folder, not by one above it', async () => {
      const { url, parent } = await createRemote()
      mkdirSync(join(url, 'inside'))

      expect(await git.isRepository(url)).toBe(true)
      expect(await git.isRepository(join(url, 'inside'))).toBe(false)
      expect(await git.isRepository(join(parent, 'missing'))).toBe(false)
      await expect(git.head(join(url, 'inside'))).rejects.toMatchObject({ code: 'NOT_A_GIT_REPOSITORY', exitCode: 2 })
      await expect(git.tags(join(parent, 'missing'))).rejects.toMatchObject({ code: 'NOT_A_GIT_REPOSITORY' })
    })

    it('knows where a clone came from, and that a new repository came from nowhere', async () => {
      const { url, parent } = shared
      const copy = temporaryFolder(onTestFinished)
      await git.clone(url, copy)

      expect(await git.remoteUrl(copy)).toBe(url)
      expect(await git.remoteUrl(url)).toBeUndefined()
      await expect(git.remoteUrl(join(parent, 'missing'))).rejects.toMatchObject({ code: 'NOT_A_GIT_REPOSITORY' })
    })

    it('checks out a commit that only the fork has', async () => {
      const { url } = shared
      const fork = await gitRepository(join(temporaryFolder(onTestFinished), 'fork'))
      const commit = await fork.commit({ 'compose.yml': 'forked' })
      const copy = temporaryFolder(onTestFinished)
      await git.clone(url, copy, { ref: commit, alsoFrom: fork.folder })

      expect(await git.head(copy)).toBe(commit)
      expect((await git.tags(copy)).map(({ name }) => name)).toEqual(['v1', 'v1-annotated'])
    })

    it('has no head before the first commit', async () => {
      const folder = temporaryFolder(onTestFinished)
      await git.init(folder)

      await expect(git.head(folder)).rejects.toMatchObject({ code: 'GIT_REF_NOT_FOUND' })
    })

    it.each(['http://bot:hunter2@127.0.0.1:1/recipe.git', '/no/such/remote', 'ssh://127.0.0.1:1/recipe.git'])(
      'says that %s cannot be reached, without a password',
      async (url) => {
        const copy = join(temporaryFolder(onTestFinished), 'copy')
        const error = { code: 'GIT_REMOTE_UNREACHABLE', message: expect.not.stringContaining('hunter2'), exitCode: 3 }

        await expect(git.lsRemote(url)).rejects.toMatchObject(error)
        await expect(git.resolveRef(url, 'main')).rejects.toMatchObject(error)
        await expect(git.clone(url, copy)).rejects.toMatchObject(error)
      },
    )

    it('clones into no folder that holds something, and leaves nothing of a clone that failed', async () => {
      const { url } = shared
      const copy = join(temporaryFolder(onTestFinished), 'copy')
      await expect(git.clone(url, copy, { ref: 'nowhere' })).rejects.toMatchObject({ code: 'GIT_REF_NOT_FOUND' })
      await git.clone(url, copy)

      await expect(git.clone(url, copy)).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' })
      expect(await git.isRepository(copy)).toBe(true)
    })
  })
}
