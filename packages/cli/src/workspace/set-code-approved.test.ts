import { expect, it } from 'vitest'
import { setCodeApproved } from './set-code-approved.js'

it.each([
  [
    'adds a line after the others of a block',
    'version: 1 # ours\nrecipes:\n    # the wiki\n    wiki:\n        url: "x" # here\n\n    blog: { url: y }\n',
    'version: 1 # ours\nrecipes:\n    # the wiki\n    wiki:\n        url: "x" # here\n        codeApproved: true\n\n    blog: { url: y }\n',
  ],
  [
    'adds to an entry on one line',
    'recipes: {wiki: { url: x } } # all',
    'recipes: {wiki: { url: x, codeApproved: true } } # all',
  ],
  [
    'changes a value that is there',
    'recipes:\n  wiki:\n    codeApproved:   false   # not yet\n    url: x\n',
    'recipes:\n  wiki:\n    codeApproved:   true   # not yet\n    url: x\n',
  ],
  [
    'at the end of a file without a last line break',
    'recipes:\n  wiki:\n    url: x',
    'recipes:\n  wiki:\n    url: x\n    codeApproved: true',
  ],
])('%s, and touches nothing else', (_, before, after) => {
  expect(setCodeApproved(before, 'wiki', true)).toBe(after)
  expect(setCodeApproved(after, 'wiki', false)).toBe(
    after.replace('codeApproved:   true', 'codeApproved:   false').replace('codeApproved: true', 'codeApproved: false'),
  )
})

it('gives up where it could change more than the one recipe', () => {
  expect(setCodeApproved('recipes:\n  blog: &b { url: x }\n  wiki: *b\n', 'wiki', true)).toBeUndefined()
  expect(setCodeApproved('recipes: {}\n', 'wiki', true)).toBeUndefined()
})
