import { randomUUID } from 'node:crypto'
import { answerRecords } from '../records/assistant-records.js'
import { toolResultRecord } from '../records/user-records.js'
import { answer, interrupt } from './end-turn.js'
import type { StepOf, Turn } from './turn.js'
import type { BackgroundTask, TurnEnd } from './turn-end.js'

interface ToolEnd {
  readonly output: string
  readonly failed: boolean
}

/** Lets the model ask for a command, does the work, and hands the output back. */
export async function useTool(turn: Turn, command: string, work: () => Promise<ToolEnd>): Promise<undefined> {
  const { session, stage } = turn
  const id = `toolu_${randomUUID().replaceAll('-', '').slice(0, 24)}`
  const input = { command, description: 'run' }
  const blocks = [
    { type: 'thinking', thinking: 'let me think', signature: 'c2NyaXB0ZWQ=' },
    { type: 'tool_use', id, name: 'Bash', input },
  ] as const
  session.meter.countAnswer()
  for (const body of answerRecords(session.facts.model, blocks, 'tool_use')) stage.recorded(session.record(body))
  const fields = { ...session.turnFields, tool_name: 'Bash', tool_input: input, tool_use_id: id }
  await session.hooks.fire({ hook_event_name: 'PreToolUse', ...fields })
  stage.running(command)
  try {
    const { output, failed } = await work()
    stage.recorded(session.record(toolResultRecord({ id, output, failed })))
    await session.hooks.fire({ hook_event_name: 'PostToolUse', ...fields, tool_response: { stdout: output } })
    turn.toolsRun += 1
  } finally {
    stage.running(undefined)
  }
  stage.show({ kind: 'tools-done', count: 1 })
}

export async function runCommand(turn: Turn, { command }: StepOf<'run'>): Promise<TurnEnd> {
  let output = ''
  await useTool(turn, command, async () => {
    const end = await execute(turn, command)
    output = end.output
    return end
  })
  return answer(turn, output === '' ? 'done' : output)
}

/** The command reads the prompt on standard input, and in FAKE_AGENT_PROMPT. */
async function execute({ session, signal, prompt }: Turn, command: string): Promise<ToolEnd> {
  const { exitCode, stdout, stderr } = await session.processes.run('/bin/sh', ['-c', command], {
    cwd: session.facts.cwd,
    env: { FAKE_AGENT_PROMPT: prompt },
    input: prompt,
    signal,
  })
  const output = [stdout, stderr].filter((text) => text !== '').join('\n')
  return exitCode === 0 ? { output, failed: false } : { output: `Exit code ${exitCode}\n${output}`, failed: true }
}

export async function usePermission(turn: Turn, { command }: StepOf<'permission'>): Promise<TurnEnd | undefined> {
  const { session, stage, signal } = turn
  const free = session.facts.permissionMode === 'bypassPermissions'
  stage.running(command)
  if (!free && !(await stage.askPermission(command, signal))) {
    stage.running(undefined)
    return interrupt(turn)
  }
  return useTool(turn, command, async () => ({ output: '', failed: false }))
}

export function startInBackground({ session, background }: Turn, { seconds }: StepOf<'background'>): void {
  const task: BackgroundTask = {
    id: `b${randomUUID().slice(0, 6)}`,
    type: 'shell',
    status: 'running',
    command: `sleep ${seconds}`,
  }
  background.push(task)
  void session.sleep(seconds).then(() => {
    background.splice(background.indexOf(task), 1)
    if (background.length === 0) session.registry.endShell()
  })
}
