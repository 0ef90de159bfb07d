import { describe, expect, it } from 'vitest'
import { splitJsonLines, toSwarmEvent } from './docker-events.js'

describe('splitJsonLines', () => {
  const lines = Buffer.from('{"a":"grüß"}\n\n{"b":\nbroken\n{"c":3}\n')

  it.each([1, 2, 7, 9, 1_000])('gives the same values whatever way the stream is cut (%i bytes)', (size) => {
    const values: unknown[] = []
    const split = splitJsonLines((value) => values.push(value))
    for (let at = 0; at < lines.length; at += size) split(lines.subarray(at, at + size))

    expect(values).toEqual([{ a: 'grüß' }, { c: 3 }])
  })
})

describe('toSwarmEvent', () => {
  const attributes = {
    'com.docker.stack.namespace': 'shop',
    'com.docker.swarm.service.name': 'shop_app',
    'com.docker.swarm.task.id': 'task1',
    'com.docker.swarm.task.name': 'shop_app.2.task1',
  }
  const of = (Action: string, more = {}) => ({
    Type: 'container',
    Action,
    Actor: { ID: 'container1', Attributes: { ...attributes, ...more } },
    timeNano: 1_767_225_600_123 * 1e6,
  })
  const ofService = (Attributes: Record<string, string>) => ({
    Type: 'service',
    Action: 'update',
    Actor: { Attributes },
  })

  it.each([
    [of('die', { exitCode: '3' }), { kind: 'exit', exitCode: 3, service: 'shop_app', slot: '2', task: 'task1' }],
    [of('oom'), { kind: 'oom', container: 'container1' }],
    [of('kill'), { kind: 'kill' }],
    [of('health_status: unhealthy'), { kind: 'unhealthy', at: 1_767_225_600_123 }],
    [of('create'), { kind: 'other' }],
    [ofService({ name: 'shop_app', 'updatestate.new': 'paused' }), { kind: 'update', state: 'paused' }],
    [ofService({ name: 'shop_app' }), { kind: 'other' }],
  ])('%j', (raw, event) => {
    expect(toSwarmEvent(raw, 'shop')).toMatchObject(event)
    expect(toSwarmEvent(raw, 'other')).toBeUndefined()
  })
})
