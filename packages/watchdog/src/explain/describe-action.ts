import type { Action } from '../decide/action.js'

/** An action in a few words: what is done, to which loop, and how. */
export function describeAction(action: Action): string {
  switch (action.kind) {
    case 'nudge':
      return `nudge ${action.loop} (${action.cause})`
    case 'choose':
      return `choose “${action.label}” in the dialog “${action.dialog}” of ${action.loop}`
    case 'interrupt':
      return `interrupt the turn of ${action.loop}`
    case 'restart':
      return `restart ${action.loop} (${action.counter}; ${conversations[action.conversation]})`
    case 'yield':
      return `end our own agent of ${action.loop}, the younger of two`
    case 'diagnose':
      return `look closer at ${action.loop}`
    case 'alert':
      return `tell people (${action.severity}): ${action.title}`
    case 'clear':
      return `take back the alert ${action.key}`
    case 'rebuild-terminals':
      return 'rebuild the terminal server'
    case 'teardown':
      return `tear everything down, for ${action.commit.slice(0, 12)} is done`
  }
}

const conversations = { resume: 'the conversation goes on', fresh: 'a new conversation' } as const

/** The loop that it is about; null for what concerns all of them. */
export function loopOf(action: Action): string | null {
  return 'loop' in action ? action.loop : null
}
