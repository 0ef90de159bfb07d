import { describe, expect, it } from 'vitest'
import { decideTrigger, type TriggerFacts } from './decide-trigger.js'
import { parseCommand } from './parse-command.js'

const hash = 'a'.repeat(40)
const comment = {
  ...{ id: '7', repository: 'org/wiki', pullRequest: 3, author: 'maintainer', body: '!testme', createdAt: 100 },
}

function decide({
  body = '!testme',
  author = comment.author,
  ...facts
}: Partial<TriggerFacts> & { body?: string; author?: string }) {
  return decideTrigger({
    ...{ comment: { ...comment, body, author }, command: parseCommand(body), self: 'cc-ci-bot', recipe: 'wiki' },
    ...{ access: 'member', head: { state: 'open', hash } },
    ...facts,
  })
}

describe('a comment of a member', () => {
  it('orders a run of the pull request as it is now', () => {
    expect(decide({ body: '!testme quick' })).toEqual({
      kind: 'run',
      order: {
        ...{ recipe: 'wiki', mode: { kind: 'quick' }, askedBy: 'maintainer', commentId: '7', priority: 0 },
        pullRequest: { repository: 'org/wiki', number: 3, hash },
      },
    })
  })

  it('cancels, also on a pull request that was closed meanwhile', () => {
    expect(decide({ body: '!testme cancel', head: { state: 'merged', hash } })).toEqual({ kind: 'cancel' })
  })

  it.each(['closed', 'merged'] as const)('on a pull request that is %s is answered', (state) => {
    expect(decide({ head: { state, hash } })).toMatchObject({ kind: 'answer', why: 'closed' })
  })

  it.each([
    ['!testme help', 'help'],
    ['!testme foo', 'unknown'],
  ])('S-03: %j gets one sentence', (body, why) => {
    const decision = decide({ body, head: undefined })

    expect(decision).toMatchObject({ kind: 'answer', why })
    expect(decision.kind === 'answer' && decision.body).not.toMatch(/\n|\{\{/)
  })

  it('S-03: that only mentions us leads to nothing, even where nobody may ask', () => {
    expect(decide({ body: '!testmexyz', access: 'stranger', recipe: undefined })).toEqual({ kind: 'nothing' })
  })
})

describe('who may ask', () => {
  it('S-02: whoever is allowed by name may, as a member may', () => {
    expect(decide({ access: 'allowed' })).toMatchObject({ kind: 'run' })
  })

  it.each(['!testme', '!testme cancel', '!testme help', '!testme foo'])(
    'S-02: a stranger who writes %j is told so',
    (body) => {
      expect(decide({ body, access: 'stranger' })).toMatchObject({ kind: 'answer', why: 'stranger' })
    },
  )

  it.each(['cc-ci-bot', 'CC-CI-Bot'])('our own comments ask for nothing (%s)', (author) => {
    expect(decide({ author })).toEqual({ kind: 'nothing' })
  })
})

it('S-04: a repository that nobody watches is told so, whoever asks', () => {
  expect(decide({ recipe: undefined, access: 'unknown', head: undefined })).toMatchObject({
    kind: 'answer',
    why: 'unwatched',
  })
})

describe('S-08: what could not be looked up', () => {
  it('is no refusal: a membership is asked for again', () => {
    expect(decide({ access: 'unknown' })).toMatchObject({ kind: 'later' })
  })

  it('is no refusal: a head is asked for again', () => {
    expect(decide({ head: undefined })).toMatchObject({ kind: 'later' })
  })
})
