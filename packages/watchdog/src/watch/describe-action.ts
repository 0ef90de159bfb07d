import type { Action } from '../decide/action.js'

/** One line for people about what is done, and why. */
export function describeAction(action: Action): string {
  return `${subject(action)}: ${action.why}`
}

function subject(action: Action): string {
  switch (action.kind) {
    case 'restart':
      return `restart ${action.loop} (${action.conversation === 'fresh' ? 'a new conversation' : 'it goes on'})`
    case 'choose':
      return `choose "${action.label}" in ${action.loop}`
    case 'alert':
      return `tell "${action.title}"`
    case 'clear':
      return `tell that ${action.key} is over`
    case 'nudge':
    case 'interrupt':
    case 'yield':
    case 'diagnose':
      return `${action.kind} ${action.loop}`
    case 'rebuild-terminals':
      return 'rebuild the terminals'
    case 'teardown':
      return `tear down at ${action.commit}`
  }
}
