// Loaded before the fake agent: its clock goes so many milliseconds ahead as the file says, at every moment anew.
import { readFileSync } from 'node:fs'

const file = process.env.CC_CI_AHEAD_FILE ?? ''
const RealDate = Date
let ahead = 0
let readAt = Number.NEGATIVE_INFINITY

function millisecondsAhead() {
  const now = performance.now()
  if (now - readAt < 50) return ahead
  readAt = now
  try {
    // A file that is being written is empty for an instant.
    ahead = Number.parseFloat(readFileSync(file, 'utf8')) || ahead
  } catch {
    // Nobody has moved the time yet.
  }
  return ahead
}

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + millisecondsAhead())
    else super(...args)
  }

  static now() {
    return RealDate.now() + millisecondsAhead()
  }
}
