import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { drawWebhook, sendWebhook } from '../src/testing/index.js'
import { type ServerBed, serverBed, settled, webhookSecret } from './server-bed.js'

const green = { verdict: 'green', level: 5, fault: null, stopped: null } as const
let bed: ServerBed

beforeEach(async () => {
  bed = await serverBed(onTestFinished)
})

const say = (body: string, author = 'maria', repository = 'org/wiki', number = 7) =>
  bed.forge.state.say(repository, number, { author, body })
const ours = () => bed.forge.state.comments.filter(({ author }) => author === 'cc-ci-bot').map(({ body }) => body)
const reactions = (id: number) =>
  bed.forge.state.comments.find((comment) => comment.id === id)?.reactions.map(({ content }) => content)
const states = () => bed.forge.state.statuses.map(({ state }) => state)
const tier = (name: 'install' | 'upgrade') => ({ type: 'tier.started', at: 1, runId: '1', tier: name }) as const

async function webhook(comment: ReturnType<typeof say>, address: string): Promise<number> {
  const { state } = bed.forge
  return sendWebhook(`${address}webhook`, drawWebhook(comment, { forge: 'gitea', secret: webhookSecret, state }))
}

describe('a comment of a member', () => {
  it('S-05: leads to a reaction, a pending status and one comment, which end as the verdict', async () => {
    await bed.round()
    const asked = say('!testme')
    await bed.round()
    const [seq = 0] = bed.runner.going()

    expect(reactions(asked.id)).toEqual(['eyes'])
    expect(states()).toEqual(['pending'])
    expect(ours()).toEqual([expect.stringContaining('queued, place 1')])

    bed.runner.tell(seq, {
      type: 'run.started',
      at: 1,
      runId: '1',
      recipe: 'wiki',
      ref: 'a',
      domain: 'x',
      folder: '/runs/4',
      capacity: 1,
    })
    bed.runner.tell(seq, tier('upgrade'))
    await bed.round()
    expect(ours()).toEqual([expect.stringContaining('running upgrade')])

    bed.runner.end(seq, green)
    await settled()
    await bed.round()
    expect(ours()).toEqual([expect.stringContaining('ended green')])
    expect(states().at(-1)).toBe('success')
    expect(bed.forge.state.statuses.at(-1)?.target_url).toContain(String(seq))
    expect(reactions(asked.id)).toEqual(['eyes', 'hooray'])
    expect(bed.forge.problems).toEqual([])
    expect(bed.troubles).toEqual([])
  })

  it('S-01: that a webhook and polling both tell of leads to one run', async () => {
    const address = await bed.serve()
    await bed.round()
    const asked = say('!testme')

    expect(await Promise.all([webhook(asked, address), bed.round(), webhook(asked, address)])).toContain(200)
    await bed.round()
    expect(bed.runner.started).toHaveLength(1)
    expect(ours()).toHaveLength(1)
  })

  it('S-07: that was made while the server was down is found when it is back', async () => {
    await bed.round()
    await bed.restart()
    bed.pass(3600)
    say('!testme')
    bed.pass(3600)
    await bed.round()
    await bed.round()

    expect(bed.runner.started).toHaveLength(1)
  })

  it('that is older than the first start ever is not run', async () => {
    say('!testme')
    bed.pass(600)
    await bed.round()
    await bed.round()

    expect(bed.runner.started).toEqual([])
    expect(ours()).toEqual([])
  })

  it('S-06: of a newer commit takes the place of an older run, whose status ends', async () => {
    await bed.round()
    say('!testme')
    await bed.round()
    const [older = 0] = bed.runner.going()
    bed.pass(5)
    bed.forge.state.putPullRequest('org/wiki', 7, { hash: 'b'.repeat(40) })
    say('!testme')
    await bed.round()

    expect(bed.runner.cancelled()).toEqual([older])
    const latest = Object.fromEntries(bed.forge.state.statuses.map(({ hash, state }) => [hash[0], state]))
    expect(latest).toEqual({ a: 'error', b: 'pending' })
    expect(ours()).toEqual([expect.stringContaining('queued')])
  })

  it('cancels what runs, and is told when nothing does', async () => {
    await bed.round()
    say('!testme')
    await bed.round()
    bed.pass(5)
    const asked = say('!testme cancel')
    await bed.round()

    expect(bed.runner.cancelled()).toHaveLength(1)
    expect(reactions(asked.id)).toEqual(['eyes'])
    expect(bed.store.audits(1)).toEqual([expect.objectContaining({ who: 'maria', action: 'cancel' })])

    say('!testme cancel')
    await bed.round()
    expect(ours().at(-1)).toContain('Nothing of this pull request is queued')
  })

  it('S-03: in words that are not known is answered once, and starts nothing', async () => {
    await bed.round()
    say('!testme foo')
    say('!testmexyz')
    await bed.round()
    await bed.round()

    expect(bed.runner.started).toEqual([])
    expect(ours()).toEqual([expect.stringContaining('Nothing was started')])
  })

  it('on a pull request that is closed is answered', async () => {
    await bed.round()
    bed.forge.state.putPullRequest('org/wiki', 7, { state: 'closed' })
    say('!testme')
    await bed.round()

    expect(ours()).toEqual([expect.stringContaining('not open')])
  })
})

describe('S-02: who may ask', () => {
  it.each(['maria', 'hidden', 'guest'])('%s may', async (author) => {
    await bed.round()
    say('!testme', author)
    await bed.round()

    expect(bed.runner.started).toHaveLength(1)
  })

  it('a stranger may not, and is told once however often they ask', async () => {
    await bed.round()
    for (let time = 0; time < 3; time += 1) {
      say('!testme', 'stranger')
      await bed.round()
    }

    expect(bed.runner.started).toEqual([])
    expect(ours()).toEqual([expect.stringContaining('only members')])
  })
})

it('S-04: a repository that nobody watches is told so', async () => {
  const address = await bed.serve()
  await bed.round()
  expect(await webhook(say('!testme', 'maria', 'org/other', 3), address)).toBe(200)
  await bed.round()

  expect(ours()).toEqual([expect.stringContaining('not watched')])
  expect(bed.runner.started).toEqual([])
})

describe('S-08: a forge that is down', () => {
  it.each([404, 500, 'nonsense'] as const)('(%s) delays a run, and nothing else', async (answer) => {
    await bed.round()
    const asked = say('!testme')
    bed.forge.trouble({ answer, on: (_, path) => !path.includes('/issues/comments') })
    await bed.round()
    expect(bed.runner.started).toEqual([])
    expect(bed.troubles).not.toEqual([])

    bed.forge.trouble(undefined)
    bed.pass(600)
    await bed.round()
    expect(bed.runner.started).toHaveLength(1)
    expect(reactions(asked.id)).toEqual(['eyes'])
  })

  it('that is rate limited is left alone for as long as it says', async () => {
    await bed.round()
    say('!testme')
    bed.forge.trouble({ answer: 429, headers: { 'retry-after': '300' } })
    await bed.round()
    bed.forge.trouble(undefined)
    const before = bed.forge.requests.length
    bed.pass(200)
    await bed.server.pollOnce()
    expect(bed.forge.requests).toHaveLength(before)

    bed.pass(101)
    await bed.round()
    expect(bed.runner.started).toHaveLength(1)
  })
})
