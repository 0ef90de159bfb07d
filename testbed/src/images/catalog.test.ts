import { describe, expect, it } from 'vitest'
import { resolveImages } from './catalog.js'

const references = (...names: string[]) => resolveImages(names).map((image) => image.reference)

describe('resolveImages', () => {
  it('adds the images that an image is built on, before it', () => {
    expect(references('guestbook:1.2.0')).toEqual(['debian:bookworm-slim', 'node:20.19.0', 'guestbook:1.2.0'])
  })

  it('takes a bare name for every version of it', () => {
    expect(references('redis')).toEqual(['debian:bookworm-slim', 'redis:7.0.15', 'redis:7.2.4'])
  })

  it('names each image once, however often it was asked for', () => {
    expect(references('redis', 'redis:7.2.4', 'all').filter((reference) => reference === 'redis:7.2.4')).toHaveLength(1)
  })

  it('refuses a name it does not know and lists those it does', () => {
    expect(() => references('nginx:9.9')).toThrow('the test bed has no image nginx:9.9')
    expect(() => references('mysql')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('nginx:1.27.0') }),
    )
  })
})
