import { describe, expect, it } from 'vitest'
import { emptyHooks, hookFact, readHookLine } from './read-hook-line.js'

const event = (name: string, fields: object = {}) =>
  JSON.stringify({ session_id: 's', prompt_id: 'p', hook_event_name: name, ...fields })
const fold = (...lines: readonly string[]) =>
  lines.reduce((state, line, index) => readHookLine(state, line, index + 1), emptyHooks)
const stop = (...tasks: readonly object[]) => event('Stop', { stop_hook_active: false, background_tasks: tasks })

describe('the spool of hooks', () => {
  it('W-14: a turn that stops with tasks in the background is not finished', () => {
    const running = stop({ id: 't', status: 'running' })
    expect(fold(running)).toMatchObject({ backgroundTasks: 1, turn: { turn: 'idle' } })
    expect(fold(running, stop())).toMatchObject({ backgroundTasks: 0 })
  })

  it('W-12, W-15: takes an event that comes twice once, and two events that look alike for two', () => {
    const tool = (id: string) => event('PreToolUse', { tool_use_id: id })
    expect(fold(stop(), tool('1'), tool('1'), stop())).toMatchObject({ turn: { turn: 'busy', line: 2 } })
    expect(fold(tool('1'), stop(), tool('2'))).toMatchObject({ turn: { turn: 'busy', line: 3 } })
  })

  it('W-11: helpers that fail say nothing about the turn', () => {
    const failed = { error: 'rate_limit' }
    expect(fold(event('UserPromptSubmit'), event('StopFailure', { ...failed, agent_id: 'a' }))).toMatchObject({
      turn: { turn: 'busy' },
    })
    expect(fold(event('UserPromptSubmit'), event('StopFailure', failed))).toMatchObject({
      turn: { turn: 'failed', error: 'rate_limit' },
    })
  })

  it.each([
    ['permission_prompt', 'permission'],
    ['agent_needs_input', 'input'],
    ['idle_prompt', 'idle'],
    ['quota_auto_resume_fired', 'busy'],
  ])('knows the notification %s', (kind, turn) => {
    expect(fold(event('Notification', { notification_type: kind })).turn).toMatchObject({ turn })
  })

  it('tells when the client went on after a limit, and which messages arrived', () => {
    const fired = event('Notification', { notification_type: 'quota_auto_resume_fired' })
    const typed = event('UserPromptSubmit', { prompt: 'go [cc-ci:7]' })
    expect(hookFact(fold(typed, fired))).toEqual({
      backgroundTasks: 0,
      last: { event: 'Notification', at: 2 },
      acknowledged: ['7'],
      resumedByQuotaAt: 2,
      unknownShapes: [],
    })
  })

  it('counts what it does not know, and what is torn', () => {
    const strange = event('Notification', { notification_type: 'dream' })
    expect(fold(stop(), strange, event('Dream'), '{"hook_ev', '')).toMatchObject({
      turn: { turn: 'idle' },
      unknownShapes: ['notification "dream"', 'hook event "Dream"'],
      tornLines: 1,
    })
  })
})
