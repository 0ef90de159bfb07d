import { describe, expect, it } from 'vitest'
import { readStatusline } from './read-statusline.js'

describe('status line', () => {
  const text = JSON.stringify({
    session_id: 's',
    model: { id: 'large' },
    context_window: { used_percentage: 41 },
    rate_limits: { five_hour: { used_percentage: 80, resets_at: 1_795_398_424 }, odd: 7 },
  })

  it('tells context and limits, and leaves out a limit of a shape it does not know', () => {
    expect(readStatusline(text)).toEqual({
      sessionId: 's',
      model: 'large',
      contextPercent: 41,
      limits: [{ window: 'five_hour', usedPercent: 80, resetsAt: 1_795_398_424 }],
    })
  })

  it('is nothing while it is torn, and knows no limits without a subscription', () => {
    expect(readStatusline(text.slice(0, 30))).toBeUndefined()
    expect(readStatusline('{"session_id":"s"}')).toMatchObject({ contextPercent: undefined, limits: [] })
  })
})
