import { describe, expect, it, onTestFinished } from 'vitest'
import type { Outgoing } from '../src/report/outgoing.js'
import { type DeliveryBed, deliveryBed } from './delivery-bed.js'

const wiki = 'org/wiki'
const key = 'comment of wiki'
const place = '<img src="{{card}}">'
const hangUp = { answer: 'hang-up after doing it', on: (method: string) => method === 'POST' } as const

const marked = (seq: number, words: string): string => `<!-- cc-ci:v1 recipe=wiki seq=${seq} -->\n${words}`
const comment = (seq: number, words: string, cardFolder: string | null = null): Outgoing => ({
  kind: 'comment',
  repository: wiki,
  pullRequest: 7,
  recipe: 'wiki',
  body: marked(seq, words),
  cardFolder,
})
const status = (state: 'pending' | 'success'): Outgoing => ({
  kind: 'status',
  repository: wiki,
  hash: 'a'.repeat(40),
  status: { state, context: 'cc-ci/level', description: state, targetUrl: 'https://ci.example.org/runs/1' },
})
const answer: Outgoing = { kind: 'answer', repository: wiki, pullRequest: 7, body: 'Write !testme.' }
const bodies = (bed: DeliveryBed): string[] => bed.forge.state.comments.map(({ body }) => body)
const states = (bed: DeliveryBed): string[] => bed.forge.state.statuses.map(({ state }) => state)

describe.each(['gitea', 'github'] as const)('To a pull request on %s, the server', (kind) => {
  const begin = async (): Promise<DeliveryBed> => {
    const bed = await deliveryBed(kind, onTestFinished)
    onTestFinished(() => expect(bed.forge.problems).toEqual([]))
    return bed
  }

  it('tells all that is due', async () => {
    const bed = await begin()
    const asked = bed.forge.state.say(wiki, 7, { author: 'maria', body: '!testme' })
    bed.tell('heard', 1, { kind: 'reaction', repository: wiki, commentId: `${asked.id}`, reaction: 'eyes' })
    bed.tell('status', 1, status('pending'))
    bed.tell(key, 1, comment(1, 'queued'))
    bed.tell('answer', 0, answer)

    expect(await bed.deliver()).toEqual({ told: 4, waiting: [] })
    expect(asked.reactions).toEqual([{ login: 'cc-ci-bot', content: 'eyes' }])
    expect(states(bed)).toEqual(['pending'])
    expect(bodies(bed)).toEqual(['!testme', marked(1, 'queued'), expect.stringContaining('Write !testme.')])
  })

  it('S-09: keeps to one comment through twenty edits, whatever others write', async () => {
    const bed = await begin()
    for (let edit = 0; edit < 20; edit += 1) {
      bed.forge.state.say(wiki, 7, { author: 'maria', body: marked(1, 'copied from the server') })
      bed.tell(key, 1, comment(1, `edit ${edit}`))
      await bed.deliver()
    }

    const ours = bed.forge.state.comments.filter(({ author }) => author === 'cc-ci-bot')
    expect(ours.map(({ body }) => body)).toEqual([marked(1, 'edit 19')])
    expect(bodies(bed).filter((body) => body === marked(1, 'copied from the server'))).toHaveLength(20)
  })

  it('keeps a comment of its own for each recipe', async () => {
    const bed = await begin()
    bed.tell(key, 1, comment(1, 'of wiki'))
    const blog = { ...comment(1, ''), recipe: 'blog', body: '<!-- cc-ci:v1 recipe=blog seq=2 -->\nof blog' } as Outgoing
    bed.tell('comment of blog', 2, blog)
    await bed.deliver()

    expect(bodies(bed)).toHaveLength(2)
  })

  it('S-10: lets a slow old run say nothing over a newer one, also when the outbox was lost', async () => {
    const bed = await begin()
    bed.forge.state.say(wiki, 7, { author: 'cc-ci-bot', body: marked(5, 'newer') })
    bed.tell(key, 4, comment(4, 'older'))

    expect(await bed.deliver()).toEqual({ told: 1, waiting: [] })
    expect(bodies(bed)).toEqual([marked(5, 'newer')])
  })

  it('S-09: makes no second comment while edits fail, and edits the first when they succeed again', async () => {
    const bed = await begin()
    bed.tell(key, 1, comment(1, 'first'))
    await bed.deliver()
    bed.forge.trouble({ answer: 404, on: (method) => method === 'PATCH' })
    bed.tell(key, 1, comment(1, 'second'))
    const { waiting } = await bed.deliver()

    expect(waiting).toMatchObject([{ error: { code: 'FORGE_NOT_FOUND' } }])
    expect(bodies(bed)).toEqual([marked(1, 'first')])
    bed.forge.trouble(undefined)
    await bed.deliverAll()
    expect(bodies(bed)).toEqual([marked(1, 'second')])
  })

  it('looks before it makes a comment again whose making was not answered', async () => {
    const bed = await begin()
    bed.tell(key, 1, comment(1, 'words'))
    bed.tell('answer', 0, answer)
    bed.forge.trouble(hangUp)
    const { told } = await bed.deliver()
    bed.forge.trouble(undefined)
    await bed.deliverAll()

    expect(told).toBe(0)
    expect(bodies(bed)).toEqual([marked(1, 'words'), expect.stringContaining('Write !testme.')])
  })

  it.each([
    ['refuses connections', undefined],
    ['answers 404 to everything', { answer: 404 }],
    ['answers 500 to everything', { answer: 500 }],
    ['answers 401 to everything', { answer: 401 }],
    ['answers with pages', { answer: 'nonsense' }],
  ] as const)('S-08: drops nothing while the forge %s, and tells the newest of each afterwards', async (_, trouble) => {
    const bed = await begin()
    bed.tell('status', 1, status('pending'))
    bed.tell(key, 1, comment(1, 'queued'))
    bed.tell('answer', 0, answer)
    if (trouble === undefined) await bed.forge.down()
    else bed.forge.trouble(trouble)
    for (let attempt = 0; attempt < 3; attempt += 1) expect((await bed.deliver()).told).toBe(0)
    bed.tell('status', 1, status('success'))
    bed.tell(key, 1, comment(1, 'finished'))
    expect(bed.waiting()).toHaveLength(3)
    if (trouble === undefined) await bed.forge.up()
    else bed.forge.trouble(undefined)
    await bed.deliverAll()

    expect(states(bed)).toEqual(['success'])
    expect(bodies(bed).toSorted()).toEqual([marked(1, 'finished'), expect.stringContaining('Write !testme.')])
  })

  it('asks a forge that is down for one thing, not for all that waits', async () => {
    const bed = await begin()
    for (let index = 0; index < 30; index += 1) bed.tell(`status ${index}`, 1, status('pending'))
    bed.forge.trouble({ answer: 502 })

    expect((await bed.deliver()).waiting).toHaveLength(30)
    expect(bed.forge.requests).toHaveLength(2)
    expect((await bed.deliver()).waiting).toEqual([])
    expect(bed.forge.requests).toHaveLength(2)
  })

  it('lets trouble with one thing hold up nothing else', async () => {
    const bed = await begin()
    bed.tell('status', 1, status('pending'))
    bed.tell(key, 1, comment(1, 'queued'))
    bed.forge.trouble({ answer: 500, on: (_, path) => path.includes('/statuses/') })

    expect(await bed.deliver()).toMatchObject({ told: 1, waiting: [{ entry: { key: 'status' } }] })
    expect(bodies(bed)).toEqual([marked(1, 'queued')])
  })

  it('S-13: says in its comment that it may not write statuses, and no longer once it may', async () => {
    const bed = await begin()
    bed.tell('status', 1, status('pending'))
    bed.tell(key, 1, comment(1, 'queued'))
    bed.forge.trouble({ answer: 403, on: (_, path) => path.includes('/statuses/') })
    await bed.deliver()
    bed.tell(key, 1, comment(1, 'running'))
    await bed.deliver()
    expect(bodies(bed)).toEqual([expect.stringMatching(/^<!-- cc-ci.*running.*may not write commit statuses here/s)])
    bed.forge.trouble(undefined)
    await bed.deliverAll()
    bed.tell(key, 1, comment(1, 'finished'))
    await bed.deliver()

    expect(bodies(bed)).toEqual([marked(1, 'finished')])
    expect(states(bed)).toEqual(['pending'])
  })

  it('asks only once who it is, however much there is to tell', async () => {
    const bed = await begin()
    for (let run = 1; run <= 5; run += 1) bed.tell(`answer ${run}`, 0, answer)
    await bed.deliver()

    expect(bed.forge.requests.filter(({ path }) => path === '/user')).toHaveLength(1)
    expect(bodies(bed)).toHaveLength(5)
  })

  it('leaves a forge alone for as long as it asks to be', async () => {
    const bed = await begin()
    bed.tell('status', 1, status('pending'))
    bed.tell(key, 1, comment(1, 'queued'))
    bed.forge.trouble({ answer: 429, headers: { 'retry-after': '3600' } })
    await bed.deliver()
    const asked = bed.forge.requests.length
    bed.forge.trouble(undefined)

    expect(asked).toBe(1)
    expect(await bed.deliverAll()).toBe(3600)
    expect(bodies(bed)).toEqual([marked(1, 'queued')])
  })

  it.each([
    ['ten minutes for a forge that is down', '/', [5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600, 600]],
    ['an hour for what it alone refuses', '/statuses/', [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]],
  ])('waits longer each time, and never longer than %s', async (_, where, expected) => {
    const bed = await begin()
    bed.tell('status', 1, status('pending'))
    bed.forge.trouble({ answer: 500, on: (_, path) => path.includes(where) })
    const waits: number[] = []
    for (let attempt = 0; attempt < expected.length; attempt += 1) {
      await bed.deliver()
      waits.push(bed.skip())
    }

    expect(waits).toEqual(expected)
  })

  it('S-09: shows no picture where there is none', async () => {
    const bed = await begin()
    bed.tell(key, 1, comment(1, `words\n\n${place}\n\nend`, 'run-1'))
    await bed.deliverAll()

    expect(bodies(bed)).toEqual([marked(1, 'words\n\nend')])
  })
})
