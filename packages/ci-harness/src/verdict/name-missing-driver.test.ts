import { describe, expect, it } from 'vitest'
import { readComposeDocument } from '../recipe/compose-document.js'
import type { Failure } from './failure.js'
import { nameMissingDriver } from './name-missing-driver.js'

const failure: Failure = {
  ...{ class: 'recipe', code: 'UNSCHEDULABLE', service: 'app' },
  evidence: 'app: no suitable node (missing plugin on 1 node)',
}
const named = (compose: string, told = failure) => nameMissingDriver(told, readComposeDocument(compose))

describe('a task that no node takes for want of a driver', () => {
  it('says which driver its volume wants', () => {
    const volumes = 'volumes: {content: {driver: sshfs}, other: {driver: rclone}, own: {driver: local}}'

    expect(named(`services: {app: {volumes: ["content:/data", "own:/own"]}}\n${volumes}`)).toMatchObject({
      class: 'recipe',
      code: 'VOLUME_PLUGIN_MISSING',
      evidence: 'app: no suitable node (missing plugin on 1 node); the volume content wants the driver sshfs',
    })
  })

  it.each([
    ['network', 'services: {app: {networks: {back: null, front: null}}}\nnetworks: {back: {driver: weave}, front: {}}'],
    ['network', 'services: {app: {networks: [back]}}\nnetworks: {back: {driver: weave}}'],
    ['log', 'services: {app: {logging: {driver: loki}}}'],
  ])('says which driver its %s wants, which has no code of its own', (kind, compose) => {
    const { code, evidence } = named(compose)

    expect(code).toBe('UNSCHEDULABLE')
    expect(evidence).toMatch(new RegExp(`; the ${kind} \\w+ wants the driver (weave|loki)$`))
  })

  it.each([
    ['every driver is Docker’s own', 'services: {app: {volumes: ["content:/data"]}}\nvolumes: {content: {}}', failure],
    [
      'it is for want of something else',
      'services: {app: {volumes: ["content:/data"]}}\nvolumes: {content: {driver: sshfs}}',
      { ...failure, evidence: 'app: no suitable node (scheduling constraints not satisfied on 1 node)' },
    ],
  ])('stays as it is where %s', (_, compose, told) => {
    expect(named(compose, told)).toEqual(told)
  })
})
