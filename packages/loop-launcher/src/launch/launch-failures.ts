import type { Dialog } from '@cc-ci/contracts/agent-client'
import { CcCiError } from '@cc-ci/kernel'
import type { OtherOwner } from './observe-loop.js'

export function notAClone(loop: string, folder: string): CcCiError {
  return new CcCiError('LOOP_FOLDER_NOT_A_CLONE', `${loop}: its folder ${folder} is not a git clone.`, {
    hint: `Clone the repository that it works on: git clone <url> ${folder}`,
    place: { file: folder },
    exitCode: 2,
  })
}

export function promptMissing(loop: string, file: string): CcCiError {
  return new CcCiError('PROMPT_MISSING', `${loop}: its prompt ${file} does not exist.`, {
    hint: 'Correct `prompts` in cc-ci.yaml, or write the file.',
    place: { file },
    exitCode: 2,
  })
}

export function agentMissing(loop: string, command: string): CcCiError {
  return new CcCiError('AGENT_MISSING', `${loop}: its agent "${command}" is not installed, or cannot be run.`, {
    hint: 'Install it, or correct `agent.command` in cc-ci.yaml.',
    exitCode: 2,
  })
}

export function agentVersionWrong(loop: string, found: string, pinned: string): CcCiError {
  return new CcCiError(
    'AGENT_VERSION_WRONG',
    `${loop}: its agent is version ${found}, and it is pinned to ${pinned}.`,
    {
      hint: `Install ${pinned}, or pin the new one: agent.version: "${found}" in cc-ci.yaml.`,
      exitCode: 2,
    },
  )
}

export function loopHeld(loop: string, reason: string): CcCiError {
  return new CcCiError('LOOP_HELD', `${loop} is held: ${reason}.`, {
    hint: `Let it go first: cc-ci loop release ${loop}`,
    exitCode: 2,
  })
}

export function conversationTaken(loop: string, sessionId: string, owners: readonly OtherOwner[]): CcCiError {
  const who = owners.map(({ pid, how }) => (pid === undefined ? how : `process ${pid} (${how})`)).join(', ')
  return new CcCiError('CONVERSATION_TAKEN', `${loop}: its conversation ${sessionId} already has an owner: ${who}.`, {
    hint: 'End that process first. Two clients on one conversation lose what one of them writes.',
  })
}

export function conversationGrows(loop: string, sessionId: string): CcCiError {
  return new CcCiError(
    'CONVERSATION_GROWS',
    `${loop}: somebody else wrote into its conversation ${sessionId} just now.`,
    {
      hint: 'Find that client and end it, or wait two minutes.',
    },
  )
}

/** Long before a turn that lasts is given up. */
export function conversationAtWork(loop: string, sessionId: string): CcCiError {
  return new CcCiError(
    'CONVERSATION_AT_WORK',
    `${loop}: its conversation ${sessionId} is in the middle of a turn that somebody else began.`,
    {
      hint: 'Find that client, in another container or under another user, and end it. After 45 minutes the turn counts as over.',
    },
  )
}

export function ownersUnknown(loop: string, sessionId: string, why: string): CcCiError {
  return new CcCiError(
    'OWNERS_UNKNOWN',
    `${loop}: nobody can tell whether its conversation ${sessionId} has another owner: ${why}.`,
    {
      hint: 'Nothing was started. Look for clients that run, and start the loop again when that can be told.',
    },
  )
}

const answers: Readonly<Record<string, string>> = {
  trust: 'Its folder is not trusted: check that agent.environment names the right CLAUDE_CONFIG_DIR.',
  bypass: 'Use another permissionMode, or accept the warning once by hand.',
  'api-key': 'Approve the key once by hand, or take it out of agent’s environment.',
}

export function agentAsks(loop: string, dialog: Dialog): CcCiError {
  const at = dialog.cursor === undefined ? '' : ` (the cursor is on "${dialog.cursor}")`
  return new CcCiError('AGENT_ASKS', `${loop}: its agent asks a question at the start: ${dialog.kind}${at}.`, {
    hint: `It was ended, and nothing was answered. ${answers[dialog.kind] ?? 'Start the agent by hand in its folder and answer it.'}`,
  })
}

export function agentEnded(loop: string, how: string, words: string): CcCiError {
  const said = words === '' ? '' : ` It said:\n${words}`
  return new CcCiError('AGENT_ENDED', `${loop}: its agent ended before it took its first message, ${how}.${said}`, {
    hint: `Mend what it says, and start again. More: cc-ci loop logs ${loop}`,
  })
}

export function agentNotReady(loop: string, seconds: number, words: string): CcCiError {
  return new CcCiError('AGENT_NOT_READY', `${loop}: its agent took no message for ${seconds} s and was ended.`, {
    hint: words === '' ? 'Start the agent by hand in its folder and look.' : `This was on its screen:\n${words}`,
  })
}

export function messageNotAcknowledged(loop: string, id: string): CcCiError {
  return new CcCiError('MESSAGE_NOT_ACKNOWLEDGED', `${loop}: message ${id} is not in its agent’s transcript.`, {
    hint: `It runs, but may not know what to do. Look: cc-ci loop attach ${loop}`,
  })
}
