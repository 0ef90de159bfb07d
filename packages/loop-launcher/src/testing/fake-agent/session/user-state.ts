import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface StateFile {
  hasCompletedOnboarding?: boolean
  bypassPermissionsModeAccepted?: boolean
  customApiKeyResponses?: { approved?: string[]; rejected?: string[] }
  projects?: Record<string, { hasTrustDialogAccepted?: boolean }>
}

const keyTail = 20

/** What the user answered once and for all, in `.claude.json`; read afresh each time, since others write it too. */
export class UserState {
  readonly #file: string

  constructor(configFolder: string) {
    this.#file = join(configFolder, '.claude.json')
  }

  trusts(cwd: string): boolean {
    return this.#read().projects?.[cwd]?.hasTrustDialogAccepted === true
  }

  trust(cwd: string): void {
    this.#change((state) => {
      const projects = state.projects ?? {}
      state.projects = { ...projects, [cwd]: { ...projects[cwd], hasTrustDialogAccepted: true } }
    })
  }

  get acceptsBypass(): boolean {
    return this.#read().bypassPermissionsModeAccepted === true
  }

  acceptBypass(): void {
    this.#change((state) => {
      state.bypassPermissionsModeAccepted = true
    })
  }

  /** Whether the user has said yes or no to this key; both are remembered by its last characters. */
  knowsKey(key: string): boolean {
    const { approved = [], rejected = [] } = this.#read().customApiKeyResponses ?? {}
    return [...approved, ...rejected].includes(key.slice(-keyTail))
  }

  answerForKey(key: string, answer: 'approved' | 'rejected'): void {
    this.#change((state) => {
      const responses = state.customApiKeyResponses ?? {}
      state.customApiKeyResponses = { ...responses, [answer]: [...(responses[answer] ?? []), key.slice(-keyTail)] }
    })
  }

  #read(): StateFile {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as StateFile
    } catch {
      return {}
    }
  }

  #change(change: (state: StateFile) => void): void {
    const state = this.#read()
    change(state)
    mkdirSync(join(this.#file, '..'), { recursive: true })
    const temporary = `${this.#file}.${process.pid}`
    writeFileSync(temporary, JSON.stringify(state, undefined, 2))
    renameSync(temporary, this.#file)
  }
}
