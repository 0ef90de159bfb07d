import type { Severity } from '../decide/action.js'

export interface Notice {
  /** Unique for ever: a notice is put up once. */
  readonly id: string
  readonly loop: string | null
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

/** Where notices wait until somebody has got them. */
export interface NoticeBoard {
  /** Putting up the same notice again changes nothing. */
  put(notice: Notice): void
  /** The cause of that key is over; whoever was told of it is told so. `at` in epoch seconds. */
  clear(key: string, at: number): void
  /** Sends what is due, without waiting for it. */
  deliver(at: number): void
  /** Ends when nothing is under way any more, or after so many milliseconds. */
  settle(ms: number): Promise<void>
}
