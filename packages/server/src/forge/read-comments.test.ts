import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CommentQuestion, type DatedComment, readComments } from './read-comments.js'

const start = 1_000_000
const pageSize = 11

/** A forge that keeps comments by the second of their making, gives it by pages, and knows what it gave. */
class PagedForge {
  readonly comments: DatedComment[] = []
  asked = 0
  notModified = 0

  write(updatedAt: number): string {
    const id = `${this.comments.length + 1}`
    const comment = { id, repository: 'org/wiki', pullRequest: 7, author: 'maria', body: id, createdAt: updatedAt }
    this.comments.push({ id, updatedAt, comment })
    return id
  }

  readonly answer = async ({ since, page, etag }: CommentQuestion) => {
    this.asked += 1
    const all = this.comments.filter(({ updatedAt }) => updatedAt >= since)
    const comments = all.slice((page - 1) * pageSize, page * pageSize)
    const tag = `"${since} ${comments.map(({ id }) => id).join()}"`
    if (tag !== etag) return { comments, etag: tag, goesOn: () => page * pageSize < all.length }
    this.notModified += 1
    return 'not modified' as const
  }
}

describe('Comments are read on from a cursor', () => {
  it('S-01: and none is missed, though it is shown up to a minute after the second of its making', async () => {
    const step = fc.record({ passes: fc.oneof(fc.constant(0), fc.nat(90)), late: fc.nat(60), writes: fc.nat(11) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const forge = new PagedForge()
        const seen = new Set<string>()
        let cursor: string | null = null
        let now = start
        for (const { passes, late, writes } of steps) {
          now += passes
          for (let write = 0; write < writes; write += 1) forge.write(Math.max(start, now - late))
          const page = await readComments({ cursor, since: start }, forge.answer)
          for (const { id } of page.comments) seen.add(id)
          cursor = page.cursor
        }
        expect(seen.size).toBe(forge.comments.length)
      }),
      { numRuns: 100 },
    )
  })

  it('and cost one question that is not answered in full where nothing happens', async () => {
    const forge = new PagedForge()
    for (let second = 0; second < 8; second += 1) forge.write(start + second)
    let cursor: string | null = null
    for (let poll = 0; poll < 6; poll += 1)
      cursor = (await readComments({ cursor, since: start + 6 }, forge.answer)).cursor

    expect(forge).toMatchObject({ asked: 6, notModified: 5 })
  })

  it('and a forge that gives the same page again and again is asked no third time', async () => {
    let asked = 0
    const page = await readComments({ cursor: null, since: 0 }, async () => {
      asked += 1
      return { comments: [{ id: '1', updatedAt: 5, comment: null }], etag: null, goesOn: () => true }
    })

    expect({ asked, page }).toEqual({ asked: 2, page: { comments: [], cursor: '0' } })
  })
})
