import { isCcCiError } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'
import { parseScript } from './parse-script.js'

const stepsOf = (text: string) => parseScript(text, 's.yaml').turns.map(({ steps }) => steps)

/** What a script with a mistake is refused with. */
function refusal(text: string) {
  try {
    parseScript(text, 's.yaml')
  } catch (error) {
    if (isCcCiError(error))
      return { code: error.code, line: error.place?.line, message: error.message, hint: error.hint }
  }
  return undefined
}

describe('a script of the fake agent', () => {
  it.each([
    ['turn ok', { kind: 'answer', text: 'ok' }],
    ['turn ok all is well', { kind: 'answer', text: 'all is well' }],
    ['tool 20s', { kind: 'tool', seconds: 20, command: 'sleep 20' }],
    ['tool 1.5m make all', { kind: 'tool', seconds: 90, command: 'make all' }],
    ['error 400-thinking', { kind: 'error', name: '400-thinking' }],
    ['limit +40s auto', { kind: 'limit', limit: { window: 'five_hour', seconds: 40, after: 'auto' } }],
    ['limit +2h', { kind: 'limit', limit: { window: 'five_hour', seconds: 7200, after: 'stop' } }],
    ['limit weekly', { kind: 'limit', limit: { window: 'seven_day', seconds: 259_200, after: 'menu' } }],
    ['529 x3', { kind: 'retry', cause: '529', times: 3 }],
    ['usage 95%', { kind: 'usage', percent: 95 }],
    ['exit 1', { kind: 'exit', code: 1 }],
    ['hang spinner', { kind: 'hang spinner' }],
    ['{run: git status}', { kind: 'run', command: 'git status' }],
  ])('%s is a step', (text, step) => {
    expect(stepsOf(`- ${text}`)).toEqual([[step]])
  })

  it('has turns of several steps, and turns for prompts that match', () => {
    const { turns } = parseScript(
      '- [tool 1s, turn ok]\n- when: ^claim\n  do: [{run: ./claim}, turn ok done]',
      's.yaml',
    )
    expect(turns.map(({ when, steps }) => [when?.source, steps.map(({ kind }) => kind)])).toEqual([
      [undefined, ['tool', 'answer']],
      ['^claim', ['run', 'answer']],
    ])
  })

  it('may be empty, or a mapping that also says how it starts, goes on and answers', () => {
    expect(stepsOf('[]')).toEqual([])
    const script = parseScript('start: wait 5s\nsteps: [turn ok]\nresumed: [exit 1]\nversion: 2.1.30', 's.yaml')
    expect(script).toMatchObject({ start: [{ kind: 'wait', seconds: 5 }], version: '2.1.30', refuseRoot: false })
    expect(script.resumed).toMatchObject([{ steps: [{ kind: 'exit' }] }])
  })

  it.each([
    ['- turn ok\n- trun ok', 2, /there is no step "trun ok"/],
    ['- tool soon', 1, /there is no step "tool soon"/],
    ['- error 418', 1, /there is no step "error 418"/],
    ['- exit 256', 1, /there is no step "exit 256"/],
    ['- turn ok\n- [tool 1s,\n   hang]', 3, /there is no step "hang"/],
    ['- when: (\n  do: turn ok', 1, /Invalid regular expression/],
    ['- when: x\n  do: turn ok\n  then: y', 3, /unknown key "then"/],
    ['steps: [turn ok]\nspeed: 3', 2, /unknown key "speed"/],
    ['steps: turn ok', 1, /expected a list of turns/],
    ['- {run: 3}', 1, /there is no step/],
    ['- turn ok: - x', 1, /not valid YAML/],
  ])('%j is refused at line %i', (text, line, message) => {
    expect(refusal(text)).toMatchObject({ code: 'AGENT_SCRIPT_INVALID', line })
    expect(refusal(text)?.message).toMatch(message)
  })

  it('says which steps there are when one is unknown', () => {
    expect(refusal('- trun ok')?.hint).toContain('limit +<time> auto|missed|stop')
  })
})
