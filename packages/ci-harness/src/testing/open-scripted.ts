import { ManualClock } from '@cc-ci/kernel/testing'
import type { DatabaseKind, Store, Unproven } from '../ledger/store.js'
import { readComposeService } from '../recipe/compose-service.js'
import { type ScriptedCall, ScriptedContainers } from './scripted-containers.js'

export type ScriptedAnswer = ConstructorParameters<typeof ScriptedContainers>[0]

/** What opening a database came to, in a stack whose one container answers by script. */
export interface ScriptedOpening {
  readonly opened: Store | Unproven
  readonly calls: readonly ScriptedCall[]
  readonly clock: ManualClock
}

export async function openScripted(
  kind: DatabaseKind,
  service: Readonly<Record<string, unknown>>,
  answer: ScriptedAnswer,
): Promise<ScriptedOpening> {
  const unused = async () => Promise.reject(new Error('not expected'))
  const clock = new ManualClock()
  const swarm = new ScriptedContainers(answer)
  const opened = await kind.open(
    {
      kind: kind.kind,
      name: 'a database',
      service: readComposeService('db', service),
      coverage: { backup: 'covered', note: null },
    },
    {
      stack: 't',
      clock,
      swarm,
      companion: { exec: unused, folderOf: (volume) => volume },
      sqlite: { mount: unused, ask: unused },
    },
  )
  return { opened, calls: swarm.calls, clock }
}

/** The store that was opened; a database that is only named fails the test. */
export async function openScriptedStore(
  kind: DatabaseKind,
  service: Readonly<Record<string, unknown>>,
  answer: ScriptedAnswer,
): Promise<ScriptedOpening & { readonly store: Store }> {
  const opening = await openScripted(kind, service, answer)
  if (!('seed' in opening.opened)) throw new Error(opening.opened.reason)
  return { ...opening, store: opening.opened }
}
