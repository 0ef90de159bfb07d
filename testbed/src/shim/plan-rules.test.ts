import { describe, expect, it } from 'vitest'
import { planRules, type SwarmView } from './plan-rules.js'

const web = {
  name: 'shop_web',
  vip: '10.0.1.2',
  tasks: [
    { id: 'new', address: '10.0.1.9' },
    { id: 'old', address: '10.0.1.4' },
  ],
}

function view(changes: Partial<SwarmView> = {}): SwarmView {
  return {
    overlays: [{ id: 'abcdefghijkl', ingress: false, services: [web] }],
    wantedTasks: new Set(['new', 'old']),
    ports: new Map([['shop_web', [{ protocol: 'tcp', published: 18080, target: 80 }]]]),
    gateway: '172.18.0.2',
    ...changes,
  }
}

describe('planRules', () => {
  it('sends a virtual address to every task in turn, in the namespace of its overlay', () => {
    const [plan] = planRules(view())
    expect(plan?.namespace).toBe('lb_abcdefghi')
    expect(plan?.vips).toEqual(['10.0.1.2'])
    expect(plan?.chains).toContain('ip daddr 10.0.1.2 dnat to numgen random mod 2 map { 0 : 10.0.1.4, 1 : 10.0.1.9 }')
  })

  it('leaves out a task that Swarm is stopping, so that a rollout loses no request', () => {
    const [plan] = planRules(view({ wantedTasks: new Set(['new']) }))
    expect(plan?.chains).toContain('ip daddr 10.0.1.2 dnat to 10.0.1.9\n')
    expect(plan?.chains).not.toContain('10.0.1.4')
  })

  it('gives the same plan whatever order the engine lists tasks in', () => {
    const turned = { ...web, tasks: web.tasks.toReversed() }
    const overlays = [{ id: 'abcdefghijkl', ingress: false, services: [turned] }]
    expect(planRules(view({ overlays }))).toEqual(planRules(view()))
  })

  it.each([
    ['resolves by DNS round robin', { ...web, vip: undefined }],
    ['has no task', { ...web, tasks: [] }],
  ])('has no rule for a service that %s', (_case, service) => {
    const [plan] = planRules(view({ overlays: [{ id: 'abcdefghijkl', ingress: false, services: [service] }] }))
    expect(plan?.vips).toEqual([])
    expect(plan?.chains).not.toContain('dnat to')
  })

  it('leads a published port from the machine to the ingress sandbox and from there to the task', () => {
    const overlays = [{ id: 'ingress', ingress: true, services: [web] }]
    const [sandbox, host] = planRules(view({ overlays, wantedTasks: new Set(['new']) }))
    expect(sandbox?.namespace).toBe('ingress_sbox')
    expect(sandbox?.chains).toContain('tcp dport 18080 dnat to 10.0.1.9:80')
    expect(host?.namespace).toBe('host')
    expect(host?.chains.match(/fib daddr type local tcp dport 18080 dnat to 172.18.0.2:18080/g)).toHaveLength(2)
  })

  it('waits with published ports until the ingress sandbox has an address', () => {
    expect(planRules(view({ overlays: [{ id: 'i', ingress: true, services: [web] }], gateway: undefined }))).toEqual([])
  })
})
