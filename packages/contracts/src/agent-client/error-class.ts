/**
 * What a turn of the agent client failed with, by its typed records and never by the words on a screen. `thinking` and
 * `tool-history` are conversations that no retry mends; `limit` is the account's own, `throttled` the server's.
 */
export type ErrorClass =
  | 'thinking'
  | 'tool-history'
  | 'too-long'
  | 'limit'
  | 'throttled'
  | 'overloaded'
  | 'server'
  | 'connection'
  | 'authentication'
  | 'billing'
  | 'invalid-request'
  | 'unknown'
