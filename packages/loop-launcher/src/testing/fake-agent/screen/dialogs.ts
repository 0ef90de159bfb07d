import { ink, paint, wrap } from './paint.js'

type DialogKind = 'trust' | 'bypass' | 'api-key' | 'permission' | 'limit-weekly' | 'rewind'

/** A question with a list of answers, one of them under the cursor. */
export interface Dialog {
  readonly kind: DialogKind
  readonly body: readonly string[]
  /** Above the list, without an empty line between. */
  readonly question?: string
  readonly labels: readonly string[]
  /** Counts from 0. */
  readonly cursor: number
  readonly footer: string
  readonly indent: ' ' | '  '
  /** Where it stands: from the top of an empty screen, right below the conversation, or at the bottom. */
  readonly place: 'screen' | 'below' | 'bottom'
}

const confirm = 'Enter to confirm · Esc to cancel'

/** `answer` is where the cursor begins: at the first answer that agrees, or at the one that declines. */
export type StartupAnswer = 'yes' | 'no'

export function trustDialog(cwd: string, answer: StartupAnswer = 'no'): Dialog {
  return {
    kind: 'trust',
    body: [
      paint('Accessing workspace:', ink.bold, ink.error),
      '',
      paint(cwd, ink.bold),
      '',
      'Quick safety check: Is this a project you created or one you trust? Its files can steer what happens here; look at them first if you do not know them.',
      '',
      'Files here will be read, changed and executed.',
    ],
    labels: ['No, exit', 'Yes, I trust this folder'],
    cursor: answer === 'no' ? 0 : 1,
    footer: confirm,
    indent: ' ',
    place: 'screen',
  }
}

export function bypassDialog(answer: StartupAnswer = 'no'): Dialog {
  return {
    kind: 'bypass',
    body: [
      'WARNING: Claude Code running in Bypass Permissions mode',
      '',
      'In Bypass Permissions mode, nothing asks before a command runs, however dangerous it is.',
      'It belongs into a sandbox without valuable data that can be rebuilt.',
      '',
      'Whoever goes on answers for all that is done.',
    ],
    labels: ['No, exit', 'Yes, I accept'],
    cursor: answer === 'no' ? 0 : 1,
    footer: confirm,
    indent: '  ',
    place: 'screen',
  }
}

export function apiKeyDialog(key: string, answer: StartupAnswer = 'no'): Dialog {
  return {
    kind: 'api-key',
    body: [
      'Detected a custom API key in your environment',
      '',
      `ANTHROPIC_API_KEY: sk-ant-...${key.slice(-20)}`,
      '',
      'Do you want to use this API key?',
    ],
    labels: ['Yes', 'No (recommended)'],
    cursor: answer === 'yes' ? 0 : 1,
    footer: confirm,
    indent: '  ',
    place: 'screen',
  }
}

export function permissionDialog(command: string, cwd: string): Dialog {
  return {
    kind: 'permission',
    body: ['Bash command', 'run', '╌'.repeat(40), command, '╌'.repeat(40)],
    question: 'Do you want to proceed?',
    labels: [
      '1. Yes',
      `2. Yes, and always allow access to ${cwd} from this project`,
      '3. Yes, and switch to auto mode',
      '4. No',
    ],
    cursor: 0,
    footer: 'Esc to cancel · Tab to amend',
    indent: ' ',
    place: 'below',
  }
}

export function weeklyLimitDialog(resetTime: string): Dialog {
  return {
    kind: 'limit-weekly',
    body: [paint('What do you want to do?', ink.bold, ink.link)],
    labels: [
      '1. Stop and wait for limit to reset',
      `2. Wait here, then continue automatically at ${resetTime}`,
      '3. Upgrade your plan',
    ],
    cursor: 0,
    footer: confirm,
    indent: '  ',
    place: 'bottom',
  }
}

export function rewindDialog(prompts: readonly string[]): Dialog {
  return {
    kind: 'rewind',
    body: [paint('Rewind', ink.bold), '', 'Restore the conversation to the point before…'],
    labels: [...prompts.slice(-5), '(current)'],
    cursor: Math.min(prompts.length, 5),
    footer: 'Enter to continue · Esc to exit',
    indent: '  ',
    place: 'bottom',
  }
}

/** Moves the cursor; it stops at both ends. */
export function moveCursor(dialog: Dialog, by: 1 | -1): Dialog {
  return { ...dialog, cursor: Math.min(Math.max(dialog.cursor + by, 0), dialog.labels.length - 1) }
}

export function drawDialog(dialog: Dialog, width: number): readonly string[] {
  const { body, question, labels, cursor, indent, footer } = dialog
  const rule = dialog.kind === 'limit-weekly' ? '▔' : '─'
  const lines = body.flatMap((line) => wrap(line, width - 2)).map((line) => (line === '' ? '' : `${indent}${line}`))
  const answers = labels.map((label, index) =>
    index === cursor ? `${indent}${paint('❯', ink.link)} ${paint(label, ink.link)}` : `${indent}  ${label}`,
  )
  return [
    paint(rule.repeat(width), ink.error),
    ...lines,
    question === undefined ? '' : `${indent}${question}`,
    ...answers,
    '',
    `${indent}${paint(footer, ink.dim)}`,
  ]
}
