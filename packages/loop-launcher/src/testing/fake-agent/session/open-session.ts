import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, ProcessRunner } from '@cc-ci/kernel'
import { AgentSession } from './agent-session.js'
import type { Conversation } from './choose-conversation.js'
import { HookRunner } from './hook-runner.js'
import { Meter, modelId } from './meter.js'
import type { AgentFlags } from './parse-flags.js'
import { ownIdentity } from './process-identity.js'
import type { AgentSettings } from './read-settings.js'
import { RegistryEntry } from './registry.js'
import { Transcript, transcriptFolder } from './transcript.js'

export interface SessionPlan {
  readonly flags: AgentFlags
  readonly conversation: Conversation
  readonly settings: AgentSettings
  readonly configFolder: string
  readonly cwd: string
  readonly version: string
}

/** Puts together what a process needs to lead its conversation; writes nothing yet. */
export function openSession(plan: SessionPlan, clock: Clock, processes: ProcessRunner): AgentSession {
  const { flags, conversation, settings, configFolder, cwd, version } = plan
  const { sessionId } = conversation
  const entrypoint = flags.print ? 'sdk-cli' : 'cli'
  const path = join(transcriptFolder(configFolder, cwd), `${sessionId}.jsonl`)
  const recordFacts = { entrypoint, cwd, sessionId, version, gitBranch: gitBranch(cwd) } as const
  return new AgentSession({
    facts: {
      sessionId,
      transcriptPath: path,
      cwd,
      version,
      configFolder,
      model: modelId(flags.model),
      permissionMode: flags.permissionMode,
      headless: flags.print,
    },
    transcript: new Transcript(path, recordFacts, () => clock.now()),
    registry: new RegistryEntry(configFolder, { sessionId, cwd, version, entrypoint }, ownIdentity()),
    hooks: new HookRunner(settings.hooks, { session_id: sessionId, transcript_path: path, cwd }, processes),
    meter: new Meter(),
    clock,
    processes,
    speed: flags.speed,
  })
}

/** As the client writes it: `HEAD` outside a branch. */
function gitBranch(cwd: string): string {
  const head = join(cwd, '.git', 'HEAD')
  if (!existsSync(head)) return 'HEAD'
  const [, branch = 'HEAD'] = /^ref: refs\/heads\/(.+)$/m.exec(readFileSync(head, 'utf8')) ?? []
  return branch
}
