import { type Mark, parseResetTime, plainCapture, readScreen, type Screen } from '@cc-ci/contracts/agent-client'
import type { StateName } from '../decide/state-name.js'
import { type Judgement, mayTypeIn, nothingKnown } from './judgement.js'
import type { JudgeOptions, Recording } from './recording.js'

/** A screen: turn, composer, dialog. It never tells what is wrong, and never permits typing. */
export function judgePane(
  { text, styled, description = {}, writtenAt }: Recording,
  { zone, capturedAt }: JudgeOptions,
): Omit<Judgement, 'file' | 'kind'> {
  const agrees = styled !== undefined && plainCapture(styled) === plainCapture(text)
  const screen = readScreen(agrees ? styled : text, description)
  const state = stateOf(screen)
  const forbidden = screen.composer === 'draft' || screen.queued
  return {
    ...nothingKnown,
    state,
    turn: screen.turn === 'unknown' ? null : screen.turn,
    composer: screen.turn === 'unknown' ? null : screen.composer,
    dialog: screen.dialog === undefined ? null : { kind: screen.dialog.kind, cursor: screen.dialog.cursor ?? null },
    retry: screen.retry ?? null,
    limit: limitOf(screen, { zone, at: capturedAt ?? writtenAt, roughly: capturedAt === undefined }),
    mayType: forbidden ? false : mayTypeIn(state),
    evidence: [...screen.marks, ...(styled === undefined || agrees ? [] : [otherScreen])],
  }
}

const otherScreen: Mark = { line: 0, why: 'its .ansi shows another screen and was not used' }

function stateOf({ turn, dialog, limit }: Screen): StateName {
  if (turn === 'exited') return 'DEAD'
  if (turn === 'dialog') return dialog?.kind === 'permission' ? 'WAITING_PERMISSION' : 'DIALOG'
  if (turn === 'busy') return 'BUSY'
  if (turn === 'unknown') return 'UNKNOWN'
  return limit === undefined ? 'IDLE' : 'LIMITED'
}

function limitOf(
  { limit }: Screen,
  when: { readonly zone: string | undefined; readonly at: number | undefined; readonly roughly: boolean },
): Judgement['limit'] {
  if (limit === undefined) return null
  const { kind, resets, armed } = limit
  const { zone, at, roughly } = when
  const until = resets === undefined || at === undefined ? undefined : parseResetTime(resets, { at, zone, roughly })
  return { kind, until: until ?? null, armed }
}
