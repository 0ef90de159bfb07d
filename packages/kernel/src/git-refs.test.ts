import { describe, expect, it } from 'vitest'
import { findRemoteRef, isPlainRef, looksLikeHash, parseRemoteRefs } from './git-refs.js'

const [main, tagObject, tagged, branchOfThatName] = ['1', '2', '3', '4'].map((digit) => digit.repeat(40))
const refs = parseRemoteRefs(
  [
    `${main}\tHEAD`,
    `${main}\trefs/heads/main`,
    `${branchOfThatName}\trefs/heads/v1`,
    `${tagObject}\trefs/tags/v1`,
    `${tagged}\trefs/tags/v1^{}`,
    '',
  ].join('\n'),
)

describe('H-14: a ref becomes the full hash of a commit', () => {
  it.each([
    ['the branch', 'main', main],
    ['the head', 'HEAD', main],
    ['a full name', 'refs/heads/v1', branchOfThatName],
    ['half a name', 'heads/v1', branchOfThatName],
    ['an annotated tag, before a branch of the same name', 'v1', tagged],
    ['a full hash', main, main],
    ['the hash of a tag object, which is no commit', tagObject, undefined],
    ['something else', 'mai', undefined],
  ])('%s', (_, ref, hash) => {
    expect(findRemoteRef(refs, ref ?? '')).toBe(hash)
  })
})

it.each(['main', 'feature/a+b', 'v1.0.0+1.2.3', 'größe', 'a'.repeat(40)])('takes %j for a ref', (ref) => {
  expect(isPlainRef(ref)).toBe(true)
})

it.each(['', '--upload-pack=x', 'main~1', 'a..b', 'HEAD@{1}', 'a b', 'a:b', 'a^', 'a\nb', 'refs/*'])(
  'does not hand %j to git',
  (ref) => {
    expect(isPlainRef(ref)).toBe(false)
  },
)

it.each([
  ['abc', false],
  ['abcd', true],
  ['ABCDEF1', true],
  ['g'.repeat(7), false],
  ['a'.repeat(41), false],
])('whether %j looks like a hash: %j', (text, expected) => {
  expect(looksLikeHash(text)).toBe(expected)
})
