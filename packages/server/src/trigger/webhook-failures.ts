import { CcCiError } from '@cc-ci/kernel'

export function webhookOversize(bytes: number, most: number): CcCiError {
  return new CcCiError('WEBHOOK_OVERSIZE', `A webhook of ${bytes} bytes is refused: at most ${most} are read.`, {
    hint: 'Let the webhook send comments only; what it left out is found by polling.',
    exitCode: 2,
  })
}

export function webhookForged(why: string): CcCiError {
  return new CcCiError('WEBHOOK_FORGED', `A webhook is refused: ${why}.`, {
    hint: 'Give the webhook of the forge and the server the same secret; only SHA-256 counts.',
    exitCode: 2,
  })
}

export function webhookInvalid(why: string): CcCiError {
  return new CcCiError('WEBHOOK_INVALID', `A webhook cannot be read: ${why}.`, {
    hint: 'Let the forge send it as application/json, and check that the server knows which kind of forge it is.',
    exitCode: 2,
  })
}

export function webhookStale(commentId: string): CcCiError {
  return new CcCiError('WEBHOOK_STALE', `A webhook is refused: its comment ${commentId} is not of this moment.`, {
    hint: 'If it is no replay, compare the clocks of both machines; polling finds the comment, too.',
    exitCode: 2,
  })
}
