import { join } from 'node:path'

/** The files of one loop below its workspace. */
export interface LoopPaths {
  readonly folder: string
  readonly journal: string
  readonly order: string
  readonly run: string
  /** The first prompt as it was delivered last. */
  readonly prompt: string
  /** Long messages, which are named to the agent instead of typed. */
  readonly messages: string
  readonly clientSettings: string
  /** What the client last said about its context and limits. */
  readonly statusline: string
  /** One JSON object per line, added by the client's hooks. */
  readonly hooks: string
  /** What a headless agent printed. */
  readonly stream: string
}

export function loopPaths(workspace: string, name: string): LoopPaths {
  return loopPathsIn(join(loopsFolder(workspace), name))
}

export function loopPathsIn(folder: string): LoopPaths {
  const file = (each: string) => join(folder, each)
  return {
    folder,
    journal: file('journal.jsonl'),
    order: file('launch.json'),
    run: file('run.json'),
    prompt: file('prompt.md'),
    messages: file('messages'),
    clientSettings: file('client-settings.json'),
    statusline: file('statusline.json'),
    hooks: file('hooks.jsonl'),
    stream: file('stream.jsonl'),
  }
}

export function loopsFolder(workspace: string): string {
  return join(workspace, '.cc-ci', 'loops')
}
