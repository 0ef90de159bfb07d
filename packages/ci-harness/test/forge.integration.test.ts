import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { openForge } from '../src/adapters/open-forge.js'
import { InMemoryForge } from '../src/testing/index.js'
import { forgeContract } from './forge.contract.js'
import { giteaAnswer } from './forge-answers.js'
import { forgeBed } from './forge-bed.js'

forgeContract('InMemoryForge', async () => {
  const forge = new InMemoryForge()
  return {
    forge,
    put: (pullRequest) => forge.put(pullRequest),
    trouble: (answer) => {
      forge.refuseWith = answer
    },
  }
})

for (const kind of ['gitea', 'forgejo', 'github'] as const) {
  forgeContract(`The client for ${kind}`, async () => {
    const bed = await forgeBed({ kind: kind === 'github' ? 'github' : 'gitea' }, afterAll)
    return { ...bed, forge: openForge(kind, { url: bed.url }) }
  })
}

describe.each(['gitea', 'github'] as const)('The client for %s', (kind) => {
  const pullRequest = {
    number: 1,
    title: '',
    state: 'open',
    url: 'https://git.example.org/x',
    base: { repository: 'org/wiki', cloneUrl: 'https://git.example.org/org/wiki.git', branch: 'main' },
    head: { hash: 'a'.repeat(40), branch: 'raise', repository: null, cloneUrl: null },
  } as const

  it('sees a private repository with the token only', async () => {
    const bed = await forgeBed({ kind, token: 'hunter22' }, onTestFinished)
    bed.put(pullRequest)

    await expect(openForge(kind, { url: bed.url }).pullRequest('org/wiki', 1)).rejects.toMatchObject({
      code: 'PULL_REQUEST_NOT_FOUND',
    })
    const error = await openForge(kind, { url: bed.url, token: 'wrong-one' })
      .pullRequest('org/wiki', 1)
      .catch((thrown: Error) => thrown)
    expect(JSON.stringify(error)).not.toContain('wrong-one')
    expect(await openForge(kind, { url: bed.url, token: 'hunter22' }).pullRequest('org/wiki', 1)).toEqual(pullRequest)
  })

  it('says that nobody answers, and why', async () => {
    const ends: (() => void)[] = []
    const { url } = await forgeBed({ kind }, (end) => void ends.push(end))
    for (const end of ends) end()
    const forge = openForge(kind, { url })

    await expect(forge.pullRequest('org/wiki', 1)).rejects.toMatchObject({
      code: 'FORGE_UNREACHABLE',
      exitCode: 3,
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it.each(['<html>Welcome</html>', '{}', 'null'])('takes %j for no answer of a forge', async (text) => {
    const bed = await forgeBed({ kind }, onTestFinished)
    bed.answerWith(text)

    await expect(openForge(kind, { url: bed.url }).pullRequest('org/wiki', 1)).rejects.toMatchObject({
      code: 'FORGE_ANSWER_INVALID',
      exitCode: 3,
    })
  })
})

/** Gitea’s own description lies beside the clone on machines that develop cc-ci; it is never copied into the project. */
const description =
  process.env.CC_CI_GITEA_API ??
  fileURLToPath(new URL('../../../../shared/fixtures/gitea-api/swagger.v1.json', import.meta.url))

it.skipIf(!existsSync(description))(
  'asks Gitea what its description offers, and the double answers as described (skipped without the description: CC_CI_GITEA_API)',
  async () => {
    const { basePath, paths, definitions } = JSON.parse(readFileSync(description, 'utf8'))
    const bed = await forgeBed({ kind: 'gitea' }, onTestFinished)
    await openForge('gitea', { url: bed.url })
      .pullRequest('org/wiki', 7)
      .catch(() => undefined)
    const templates = Object.keys(paths).filter((path) => paths[path].get !== undefined)
    const asked = bed.requests.map(({ path }) => path.slice(basePath.length))
    const answer = z.fromJSONSchema({ $ref: '#/definitions/PullRequest', definitions }, { defaultTarget: 'draft-4' })
    const good = giteaAnswer({
      number: 7,
      title: 'x',
      state: 'open',
      url: 'https://git.example.org/x',
      base: { repository: 'org/wiki', cloneUrl: 'https://git.example.org/org/wiki.git', branch: 'main' },
      head: { hash: 'a'.repeat(40), branch: 'raise', repository: null, cloneUrl: null },
    })

    expect(asked).toEqual(['/repos/org/wiki/pulls/7'])
    for (const path of asked)
      expect(templates.some((template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))).toBe(
        true,
      )
    expect(answer.safeParse(good).error).toBeUndefined()
    expect(answer.safeParse({ ...good, head: { ...good.head, sha: 7 } }).success).toBe(false)
  },
)
