import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForgeChannel } from '../src/ports/forge-channel.js'
import { type ForgeBed, token } from './forge-bed.js'

const wiki = 'org/wiki'
const status = {
  state: 'pending',
  context: 'cc-ci/level',
  description: 'queued, place 1',
  targetUrl: 'https://ci.example.org/runs/1',
} as const

type End = (end: () => Promise<void>) => void

/** What every way to a forge must do for the server, against a forge of its kind on loopback. */
export function forgeChannelContract(title: string, create: (whenDone: End) => Promise<ForgeBed>): void {
  describe(`${title} keeps the ForgeChannel contract`, () => {
    let bed: ForgeBed
    let ends: (() => Promise<void>)[] = []
    beforeEach(async () => {
      bed = await create((end) => void ends.push(end))
    })
    afterEach(async () => {
      for (const end of ends) await end()
      ends = []
      expect(bed.forge.problems).toEqual([])
    })
    const say = (body: string, at = bed.clock.now, number = 7) =>
      bed.forge.state.say(wiki, number, { author: 'maria', body, at })
    const all = { cursor: null, since: 0 }

    it('knows the account of its token, and who belongs to an organisation', async () => {
      expect(await bed.channel.self()).toBe('cc-ci-bot')
      expect(await bed.channel.isMember('org', 'maria')).toBe(true)
      expect(await bed.channel.isMember('org', 'hidden')).toBe(true)
      expect(await bed.channel.isMember('org', 'stranger')).toBe(false)
    })

    it('S-02: sees as an outsider who shows that they belong to an organisation', async () => {
      bed.forge.state.organisations.get('org')?.members.delete('cc-ci-bot')

      expect(await bed.channel.isMember('org', 'maria')).toBe(true)
      expect(await bed.channel.isMember('org', 'stranger')).toBe(false)
    })

    it('S-08: calls nobody a stranger while the forge answers 404 to everything', async () => {
      bed.forge.trouble({ answer: 404 })

      await expect(bed.channel.isMember('org', 'maria')).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' })
    })

    it.each(['open', 'closed', 'merged'] as const)('tells the head of a pull request that is %s', async (state) => {
      bed.forge.state.putPullRequest(wiki, 7, { state, hash: 'b'.repeat(40) })

      expect(await bed.channel.head(wiki, 7)).toEqual({ state, hash: 'b'.repeat(40) })
      await expect(bed.channel.head(wiki, 8)).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' })
      await expect(bed.channel.head('../wiki', 7)).rejects.toMatchObject({ code: 'FORGE_NOT_FOUND' })
    })

    it('finds comments on pull requests, and none on issues', async () => {
      const { id } = say('!testme')
      say('!testme', bed.clock.now, 8)

      expect((await bed.channel.comments(wiki, all)).comments).toEqual([
        { id: `${id}`, repository: wiki, pullRequest: 7, author: 'maria', body: '!testme', createdAt: bed.clock.now },
      ])
    })

    it('reads on from its cursor: what came since, and nothing that is older than a minute again', async () => {
      say('old', bed.clock.now - 500)
      const first = await bed.channel.comments(wiki, { cursor: null, since: bed.clock.now - 600 })
      say('new')
      const second = await bed.channel.comments(wiki, { cursor: first.cursor, since: 0 })
      const third = await bed.channel.comments(wiki, { cursor: second.cursor, since: 0 })

      expect(first.comments.map(({ body }) => body)).toEqual(['old'])
      expect(second.comments.map(({ body }) => body)).toEqual(['old', 'new'])
      expect(third.comments.map(({ body }) => body)).toEqual(['new'])
    })

    it('S-01: finds a comment that the forge showed late, with the time of its making', async () => {
      say('seen')
      const { cursor } = await bed.channel.comments(wiki, all)
      say('late', bed.clock.now - 5)

      const bodies = (await bed.channel.comments(wiki, { cursor, since: 0 })).comments.map(({ body }) => body)
      expect(bodies).toContain('late')
    })

    it('asks conditionally: where nothing changed, the forge says “not modified”', async () => {
      say('seen')
      let { cursor } = await bed.channel.comments(wiki, all)
      for (let poll = 0; poll < 3; poll += 1) cursor = (await bed.channel.comments(wiki, { cursor, since: 0 })).cursor

      expect(bed.forge.requests.map((request) => request.status)).toEqual([200, 200, 304, 304])
      say('next')
      expect((await bed.channel.comments(wiki, { cursor, since: 0 })).comments).toHaveLength(2)
    })

    it('reads all pages, oldest first', async () => {
      for (let index = 0; index < 230; index += 1) say(`${index}`, bed.clock.now + index)

      const { comments } = await bed.channel.comments(wiki, all)
      expect(comments.map(({ body }) => Number(body))).toEqual([...Array(230).keys()])
      const { length } = await bed.channel.commentsOf(wiki, 7, 'maria')
      expect(length).toBe(230)
    })

    it('finds its own comments again, makes one and edits it', async () => {
      say('not ours')
      const { id } = await bed.channel.createComment(wiki, 7, 'first')
      await bed.channel.editComment(wiki, id, 'second & “last”')

      expect(await bed.channel.commentsOf(wiki, 7, 'cc-ci-bot')).toEqual([{ id, body: 'second & “last”' }])
    })

    it('reacts once, however often it is told to', async () => {
      const comment = say('!testme')
      for (const reaction of ['eyes', 'eyes', 'hooray'] as const)
        await bed.channel.react(wiki, `${comment.id}`, reaction)

      expect(comment.reactions.map(({ content }) => content)).toEqual(['eyes', 'hooray'])
    })

    it('S-05: sets a status on a commit, in no more words than all forges take', async () => {
      await bed.channel.setStatus(wiki, 'a'.repeat(40), { ...status, description: 'x'.repeat(200) })

      expect(bed.forge.state.statuses).toMatchObject([
        { hash: 'a'.repeat(40), state: 'pending', context: 'cc-ci/level', target_url: status.targetUrl },
      ])
    })

    it.each<[number, Record<string, string>, string, string]>([
      [401, {}, 'FORGE_TOKEN_REFUSED', 'refuses the token'],
      [403, {}, 'FORGE_TOKEN_REFUSED', 'refuses the token'],
      [404, {}, 'FORGE_NOT_FOUND', 'shows nothing'],
      [410, {}, 'FORGE_NOT_FOUND', 'shows nothing'],
      [422, {}, 'FORGE_ANSWER_INVALID', 'with 422'],
      [429, { 'retry-after': '30' }, 'FORGE_RATE_LIMITED', 'for 30 s'],
      [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1800000000' }, 'FORGE_RATE_LIMITED', '2027-01-15'],
      [403, { 'retry-after': '60' }, 'FORGE_RATE_LIMITED', 'for 60 s'],
      [500, {}, 'FORGE_UNREACHABLE', '500'],
      [502, {}, 'FORGE_UNREACHABLE', '502'],
    ])('S-08: takes status %i with %j for trouble of its own kind', async (answer, headers, code, says) => {
      bed.forge.trouble({ answer: answer, headers })

      for (const ask of everyQuestion(bed.channel))
        await expect(ask()).rejects.toMatchObject({ code, message: expect.stringContaining(says) })
    })

    it('takes a page of something else for no answer of a forge, and nobody for a member by it', async () => {
      bed.forge.trouble({ answer: 'nonsense' })

      for (const ask of everyQuestion(bed.channel))
        await expect(ask()).rejects.toMatchObject({ code: 'FORGE_ANSWER_INVALID' })
    })

    it('says that nobody answers, and finds the forge again at the same address', async () => {
      await bed.forge.down()
      const refused = { code: 'FORGE_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') }
      for (const ask of everyQuestion(bed.channel)) await expect(ask()).rejects.toMatchObject(refused)
      await bed.forge.up()

      expect(await bed.channel.self()).toBe('cc-ci-bot')
    })

    it('waits no longer than it may', async () => {
      bed.forge.trouble({ answer: 'silence' })

      await expect(bed.channelWith({ timeoutMs: 40 }).self()).rejects.toMatchObject({
        code: 'FORGE_UNREACHABLE',
        message: expect.stringContaining('no answer within 0.04 s'),
      })
    })

    it.each([token, 'wrong-one', 'not\na header'])('P-05: shows the token %j in no error', async (given) => {
      const channel = bed.channelWith({ token: given })
      bed.forge.trouble(given === token ? { answer: 403 } : undefined)
      const error: unknown = await channel.self().catch((thrown: unknown) => thrown)

      expect(error).toBeInstanceOf(Error)
      const { stack = '', cause, message } = error as Error
      expect([stack, message, JSON.stringify(error), JSON.stringify(cause)].join('\n')).not.toContain(given)
    })
  })
}

function everyQuestion(channel: ForgeChannel): readonly (() => Promise<unknown>)[] {
  return [
    () => channel.self(),
    () => channel.isMember('org', 'maria'),
    () => channel.head(wiki, 7),
    () => channel.comments(wiki, { cursor: null, since: 0 }),
    () => channel.commentsOf(wiki, 7, 'cc-ci-bot'),
    () => channel.createComment(wiki, 7, 'words'),
    () => channel.editComment(wiki, '1', 'words'),
    () => channel.react(wiki, '1', 'eyes'),
    () => channel.setStatus(wiki, 'a'.repeat(40), status),
  ]
}
