import { describe, expect, it, onTestFinished } from 'vitest'
import { forgeBed, giteaDescription } from './forge-bed.js'
import { forgeChannelContract } from './forge-channel.contract.js'

for (const kind of ['gitea', 'github'] as const)
  forgeChannelContract(`The channel to ${kind}`, (whenDone) => forgeBed(kind, whenDone))

describe('The channel to Gitea', () => {
  it('attaches a file to a comment, and not again where it is there already', async () => {
    const { forge, channel } = await forgeBed('gitea', onTestFinished)
    const { id } = await channel.createComment('org/wiki', 7, 'words')
    const file = { name: 'cc-ci-card-1-light.png', bytes: new Uint8Array([1, 2, 3]) }
    const address = await channel.attach('org/wiki', id, file)

    expect(await channel.attach('org/wiki', id, file)).toBe(address)
    const assets = forge.state.comment('org/wiki', Number(id))?.assets ?? []
    expect(assets.map(({ name, bytes }) => [name, [...bytes]])).toEqual([['cc-ci-card-1-light.png', [1, 2, 3]]])
    expect(address).toBe(`${forge.url}/attachments/${assets[0]?.uuid}`)
    expect(forge.problems).toEqual([])
  })

  it('takes away the cards of earlier runs once a comment shows another', async () => {
    const { forge, channel } = await forgeBed('gitea', onTestFinished)
    const { id } = await channel.createComment('org/wiki', 7, 'words')
    const attach = (name: string, size: number) => channel.attach('org/wiki', id, { name, bytes: new Uint8Array(size) })
    await attach('cc-ci-card-1-light.png', 1)
    await attach('of-somebody-else.png', 2)
    const newest = await attach('cc-ci-card-2-light.png', 3)
    await channel.editComment('org/wiki', id, `<img src="${newest}">`)

    const names = forge.state.comment('org/wiki', Number(id))?.assets.map(({ name }) => name)
    expect(names).toEqual(['of-somebody-else.png', 'cc-ci-card-2-light.png'])
    expect(forge.problems).toEqual([])
  })
})

it('The channel to GitHub says that it takes no attachments', async () => {
  const { forge, channel } = await forgeBed('github', onTestFinished)

  expect(await channel.attach('org/wiki', '1', { name: 'card.png', bytes: new Uint8Array() })).toBeNull()
  expect(forge.requests).toEqual([])
})

it.skipIf(giteaDescription === undefined)(
  'The double finds what Gitea’s description does not offer (skipped without the description: CC_CI_GITEA_API)',
  async () => {
    const { forge } = await forgeBed('gitea', onTestFinished)
    const ask = async (path: string, init?: RequestInit): Promise<string> => {
      await (await fetch(`${forge.url}/api/v1${path}`, init)).arrayBuffer()
      return forge.problems.at(-1) ?? ''
    }
    const json = { 'content-type': 'application/json' }
    const patch = { method: 'PATCH', headers: json, body: JSON.stringify({ text: 'x' }) }

    expect(await ask('/repos/org/wiki/comments')).toContain('is not described')
    expect(await ask('/repos/org/wiki/issues/comments?per_page=5')).toContain('unknown query per_page')
    expect(await ask('/repos/org/wiki/issues/comments?since=yesterday')).toContain('is no date-time')
    expect(await ask('/repos/org/wiki/pulls/seven')).toContain('is no int64')
    expect(await ask('/repos/org/wiki/issues/comments/1', patch)).toContain('body.text is not described')
    expect(
      await ask('/repos/org/wiki/statuses/a', { method: 'POST', headers: json, body: '{"state":"green"}' }),
    ).toContain('"green" is not allowed')
  },
)
