import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readEntry } from './read-entry.js'
import { renderPage } from './render-page.js'

const request = (type: string, body: string) =>
  Object.assign(Readable.from([Buffer.from(body)]), { headers: { 'content-type': type } })

describe('renderPage', () => {
  it('shows what a visitor wrote as text, never as markup', () => {
    const entry = { author: '<b>"Eve"</b>', message: "<script>alert('&')</script>", created_at: 0 }
    const page = renderPage({ title: '<i>', version: '1', entries: [entry] })
    expect(page).toContain('&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;')
    expect(page).toContain('&lt;b&gt;&quot;Eve&quot;&lt;/b&gt;')
    expect(page).not.toMatch(/<script|<b>|<i>/)
  })
})

describe('readEntry', () => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'author=Ann&message=Hi+there', false],
    ['JSON', 'application/json; charset=utf-8', '{"author":" Ann ","message":"Hi there"}', true],
  ])('reads %s', async (_case, type, body, wantsJson) => {
    expect(await readEntry(request(type, body))).toEqual({ entry: { author: 'Ann', message: 'Hi there' }, wantsJson })
  })

  it.each([
    ['a missing message', '{"author":"Ann"}', /needed/],
    ['fields that are not text', '{"author":1,"message":{}}', /needed/],
    ['broken JSON', '{', /needed/],
    ['null', 'null', /needed/],
    ['a body without end', JSON.stringify({ author: 'a', message: 'x'.repeat(20_000) }), /at most/],
  ])('refuses %s', async (_case, body, problem) => {
    expect(await readEntry(request('application/json', body))).toEqual({ problem: expect.stringMatching(problem) })
  })
})
