import { describe, expect, it } from 'vitest'
import { type RunEventBody, runEventSchema } from './run-event.js'

const bodies: RunEventBody[] = [
  {
    type: 'run.started',
    recipe: 'notebook',
    ref: 'a91b77d',
    domain: 'notebook.ci.test',
    folder: 'runs/1',
    capacity: 2,
  },
  { type: 'phase.started', phase: 'plan' },
  { type: 'phase.finished', phase: 'plan', seconds: 0.2 },
  { type: 'tier.started', tier: 'install' },
  { type: 'tier.finished', tier: 'install', status: 'pass', seconds: 11 },
  { type: 'wait', what: 'service "app"', waitingFor: 'its health check', budgetSeconds: 600 },
  { type: 'test.finished', tier: 'custom', name: 'saves a note', status: 'fail' },
  { type: 'command', line: 'docker stack deploy' },
  { type: 'note', severity: 'warning', text: 'image "redis:7" moves' },
  { type: 'run.finished', verdict: 'green', level: 5 },
]

describe('events.jsonl', () => {
  it.each(bodies.map((body) => [body.type, body] as const))('keeps %s through a line of JSON', (_, body) => {
    const event = { ...body, at: 1.5, runId: '7' }
    expect(runEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
  })

  it('has an example of every type here', () => {
    const types = runEventSchema.options.map(({ shape }) => shape.type.value)
    expect(bodies.map(({ type }) => type)).toEqual(types)
  })

  it.each([
    [{ type: 'tier.started', tier: 'instal', at: 1, runId: '7' }, 'tier'],
    [{ type: 'tier.exploded', at: 1, runId: '7' }, 'type'],
    [{ type: 'phase.started', phase: 'plan', runId: '7' }, 'at'],
    [{ type: 'phase.started', phase: 'plan', at: 1 }, 'runId'],
  ])('refuses %j', (event, key) => {
    expect(runEventSchema.safeParse(event).error?.issues[0]?.path).toEqual([key])
  })
})
