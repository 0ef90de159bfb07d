import { beforeAll, describe, expect, it } from 'vitest'
import type { Forge, PullRequest } from '../src/ports/forge.js'

export interface ForgeSubject {
  readonly forge: Forge
  /** Lets the forge know a pull request, or replaces it as a push does. */
  put(pullRequest: PullRequest): void
  /** From now on the forge answers everything like this; undefined ends the trouble. */
  trouble(answer: { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | undefined): void
}

const examplePullRequest: PullRequest = {
  number: 7,
  title: 'Raise the version',
  state: 'open',
  url: 'https://git.example.org/org/wiki/pulls/7',
  base: { repository: 'org/wiki', cloneUrl: 'https://git.example.org/org/wiki.git', branch: 'main' },
  head: {
    hash: 'a'.repeat(40),
    branch: 'raise',
    repository: 'visitor/wiki',
    cloneUrl: 'https://git.example.org/visitor/wiki.git',
  },
}

/** What every client of a forge must do for the run core. */
export function forgeContract(title: string, create: () => Promise<ForgeSubject>): void {
  describe(`${title} keeps the Forge contract`, () => {
    let subject: ForgeSubject
    beforeAll(async () => {
      subject = await create()
    })

    it.each<[string, Partial<PullRequest>]>([
      ['one that is open, from a fork', {}],
      ['one that was closed', { state: 'closed' }],
      ['one that was merged', { state: 'merged' }],
      ['one whose fork is gone', { head: { ...examplePullRequest.head, repository: null, cloneUrl: null } }],
      ['one from the repository itself', { head: { ...examplePullRequest.head, ...own() } }],
    ])('knows %s', async (_, changes) => {
      const pullRequest = { ...examplePullRequest, ...changes }
      subject.put(pullRequest)

      expect(await subject.forge.pullRequest('org/wiki', 7)).toEqual(pullRequest)
    })

    it('tells the new head after a force-push', async () => {
      subject.put(examplePullRequest)
      await subject.forge.pullRequest('org/wiki', 7)
      const head = { ...examplePullRequest.head, hash: 'b'.repeat(40) }
      subject.put({ ...examplePullRequest, head })

      expect((await subject.forge.pullRequest('org/wiki', 7)).head).toEqual(head)
    })

    it('does not find another number, nor the number in another repository', async () => {
      subject.put(examplePullRequest)
      const error = { code: 'PULL_REQUEST_NOT_FOUND', exitCode: 2, hint: expect.stringContaining('CC_CI_FORGE_TOKEN') }

      await expect(subject.forge.pullRequest('org/wiki', 8)).rejects.toMatchObject(error)
      await expect(subject.forge.pullRequest('org/blog', 7)).rejects.toMatchObject(error)
    })

    it.each<[number, Record<string, string>, string, number, string]>([
      [401, {}, 'FORGE_TOKEN_REFUSED', 2, 'org/wiki'],
      [403, {}, 'FORGE_TOKEN_REFUSED', 2, 'org/wiki'],
      [429, { 'retry-after': '30' }, 'FORGE_RATE_LIMITED', 3, 'for 30 s'],
      [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1800000000' }, 'FORGE_RATE_LIMITED', 3, '2027-01-15'],
      [403, { 'retry-after': '60' }, 'FORGE_RATE_LIMITED', 3, 'for 60 s'],
      [502, {}, 'FORGE_UNREACHABLE', 3, '502'],
    ])('S-08: takes status %i with %j for trouble of its own kind', async (status, headers, code, exitCode, says) => {
      subject.put(examplePullRequest)
      subject.trouble({ status, headers })
      const asked = subject.forge.pullRequest('org/wiki', 7)

      await expect(asked).rejects.toMatchObject({ code, exitCode, message: expect.stringContaining(says) })
      subject.trouble(undefined)
      await expect(subject.forge.pullRequest('org/wiki', 7)).resolves.toMatchObject({ number: 7 })
    })
  })
}

function own(): Pick<PullRequest['head'], 'repository' | 'cloneUrl'> {
  const { repository, cloneUrl } = examplePullRequest.base
  return { repository, cloneUrl }
}
