import type { Severity } from '../decide/action.js'

export interface Notice {
  /** Notices of one key are one matter. */
  readonly key: string
  readonly severity: Severity
  readonly title: string
  readonly text: string
  /** Epoch seconds. */
  readonly at: number
}

/** One way to reach people. Its failure is data: it is tried again later and never keeps the watchdog from its work. */
export interface Notifier {
  readonly name: string
  send(notices: readonly Notice[]): Promise<{ readonly delivered: boolean; readonly detail: string }>
}
