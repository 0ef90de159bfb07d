import { expect, it } from 'vitest'
import { belongsTo } from './docker-labels.js'

const known = new Set(['a', 'a_b', 'a_b_c'])
const namespace = (stack: string) => ({ 'com.docker.stack.namespace': stack })

it.each([
  [true, 'a_b_data', {}],
  [false, 'a_b_c_data', {}],
  [false, 'a_bdata', {}],
  [false, 'b_data', {}],
  [true, 'a_b_c_data', namespace('a_b')],
  [false, 'a_b_data', namespace('a_b_c')],
  [true, 'anything', { 'cc-ci.stack': 'a_b' }],
])('%s: %s with labels %j belongs to the stack a_b', (belongs, name, labels) => {
  expect(belongsTo('a_b', { name, labels }, known)).toBe(belongs)
})
