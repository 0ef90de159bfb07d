import { describe, expect, it } from 'vitest'
import { placeCard, wantsCard } from './place-card.js'

const themed =
  '<a href="/r"><picture><source media="(prefers-color-scheme: dark)" srcset="{{dark-card}}"><img src="{{card}}"></picture></a>'
const body = `words\n\n${themed}\n\nmore words`

describe('A comment', () => {
  it('shows the cards that were attached', () => {
    expect(placeCard(body, { light: 'https://f/1?a=1&b="', dark: 'https://f/2' })).toBe(
      body.replace('{{card}}', 'https://f/1?a=1&amp;b=&quot;').replace('{{dark-card}}', 'https://f/2'),
    )
  })

  it('shows one card in both themes when the dark one is missing', () => {
    expect(placeCard(body, { light: 'https://f/$&', dark: undefined })).toBe(
      'words\n\n<a href="/r"><picture><img src="https://f/$&amp;"></picture></a>\n\nmore words',
    )
  })

  it('S-09: shows no picture and no raw place for one when there is none', () => {
    const plain = placeCard(body, { light: undefined, dark: undefined })

    expect(plain).toBe('words\n\nmore words')
    expect(wantsCard(plain)).toBe(false)
    expect(wantsCard(body)).toBe(true)
  })
})
