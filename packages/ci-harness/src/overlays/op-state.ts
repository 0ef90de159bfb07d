import type { ServiceState } from '../ports/swarm.js'

/** What one deployment of the app was, by the labels and the image of the service that carries them. */
export interface DeployedState {
  readonly version: string | null
  /** With its digest, where Swarm knows it. */
  readonly image: string | null
  /** The label chaos-version: first 8 characters of the commit, with `+U` for a changed checkout. */
  readonly chaos: string | null
}

/** What the operations of a run have done so far: the document that tests of an operation read. */
export interface OpState {
  readonly before: DeployedState | null
  readonly after: DeployedState | null
  readonly upgrade: { readonly before: DeployedState; readonly head_ref: string } | null
  readonly backup: { readonly snapshot_id: string } | null
}

export const nothingDone: OpState = { before: null, after: null, upgrade: null, backup: null }

export function deployedState(services: readonly ServiceState[], stack: string): DeployedState {
  const prefix = `coop-cloud.${stack}.`
  const app = services.find(({ labels }) => labels[`${prefix}version`] !== undefined) ?? services[0]
  const label = (name: string): string | null => app?.labels[prefix + name] ?? null
  return { version: label('version'), image: app?.image ?? null, chaos: label('chaos-version') }
}
