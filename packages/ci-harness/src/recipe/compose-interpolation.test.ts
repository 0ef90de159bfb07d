import { expect, it } from 'vitest'
import { interpolateText } from './compose-interpolation.js'

const env = { A: 'a', EMPTY: '', price: '$5' }

it.each([
  ['$A ${A} $A.b', 'a a a.b'],
  ['$NO|${NO}|$EMPTY', '||'],
  ['$price', '$5'],
  ['$$A $$$A $${A}', '$A $a ${A}'],
  ['${NO:-x} ${EMPTY:-x} ${A:-x}', 'x x a'],
  ['${NO-x} ${EMPTY-x} ${A-x}', 'x  a'],
  ['${NO:-} ${NO-}', ' '],
  ['${A:?say it} ${EMPTY?say it}', 'a '],
  ['${NO:-${A}}', '${A}'],
  ['${NO:-a:-b}', 'a:-b'],
  ['${A:?a-b}', 'b'],
  ['$A-old rest', 'a'],
  ['$NO-old rest', 'old rest'],
  ['$constructor', ''],
  ['$(date) $A', '(date) a'],
])('A-22: reads %j as Docker does: %j', (text, expected) => {
  expect(interpolateText(text, env)).toEqual({ text: expected })
})

it.each([
  ['${NO:?say it}', 'required variable NO is missing a value: say it'],
  ['${NO?say it}', 'required variable NO is missing a value: say it'],
  ['${EMPTY:?say it}', 'required variable EMPTY is missing a value: say it'],
  ['costs 5$', 'costs 5$'],
  ['$(date)', '$(date)'],
  ['${A', '${A'],
  ['${A:+x}', '${A:+x}'],
  ['${}', '${}'],
])('refuses %j and says why', (text, why) => {
  expect(interpolateText(text, env)).toEqual({ fault: `"${why}"; you may need to escape any $ with another $` })
})
