/**
 * A moment on both clocks: `wall` in epoch seconds, for limits and for people; `mono` in seconds that no change of the
 * clock moves, for durations. `mono` begins anew with each boot of the host.
 */
export interface Instant {
  readonly wall: number
  readonly mono: number
}
