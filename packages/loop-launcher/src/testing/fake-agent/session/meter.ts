import type { UsageLimit } from '../records/limit.js'
import { answerTokens, costOf } from '../records/usage.js'

export interface MeteredSession {
  readonly sessionId: string
  readonly transcriptPath: string
  readonly cwd: string
  readonly version: string
  readonly model: string
}

const windowSize = 1_000_000
const fiveHours = 5 * 3600

/** What a session has used so far, as the status line tells it. */
export class Meter {
  #answers = 0
  #contextPercent = 0
  #limits: Partial<Record<UsageLimit['window'], { used_percentage: number; resets_at: number }>> = {}
  readonly #startedAt = Date.now()

  countAnswer(): void {
    this.#answers += 1
  }

  setContext(percent: number): void {
    this.#contextPercent = percent
  }

  setUsage(percent: number, nowSeconds: number): void {
    this.#limits = { ...this.#limits, five_hour: { used_percentage: percent, resets_at: nowSeconds + fiveHours } }
  }

  hit({ window, resetsAt }: UsageLimit): void {
    this.#limits = { ...this.#limits, [window]: { used_percentage: 100, resets_at: resetsAt } }
  }

  get cost(): number {
    return costOf(this.#answers)
  }

  get answers(): number {
    return this.#answers
  }

  /** The document that the status line command reads. */
  statusLine(session: MeteredSession, promptId: string | undefined): object {
    const { input, cacheWrite, cacheRead, output } = answerTokens
    const measured = this.#answers > 0
    return {
      session_id: session.sessionId,
      transcript_path: session.transcriptPath,
      cwd: session.cwd,
      ...(promptId !== undefined && { prompt_id: promptId }),
      effort: { level: 'medium' },
      model: { id: session.model, display_name: displayName(session.model) },
      workspace: { current_dir: session.cwd, project_dir: session.cwd, added_dirs: [] },
      version: session.version,
      output_style: { name: 'default' },
      cost: {
        total_cost_usd: this.cost,
        total_duration_ms: Date.now() - this.#startedAt,
        total_api_duration_ms: this.#answers * 48,
        total_lines_added: 0,
        total_lines_removed: 0,
      },
      context_window: {
        total_input_tokens: measured ? input + cacheWrite + cacheRead : 0,
        total_output_tokens: measured ? output : 0,
        context_window_size: windowSize,
        current_usage: measured
          ? {
              input_tokens: input,
              output_tokens: output,
              cache_creation_input_tokens: cacheWrite,
              cache_read_input_tokens: cacheRead,
            }
          : null,
        used_percentage: this.#contextPercent,
        remaining_percentage: 100 - this.#contextPercent,
      },
      exceeds_200k_tokens: false,
      fast_mode: false,
      thinking: { enabled: true },
      ...(Object.keys(this.#limits).length > 0 && { rate_limits: this.#limits }),
    }
  }
}

/** The id for a model's short name, or the id itself. */
export function modelId(name: string | undefined): string {
  if (name === undefined || name === 'default') return 'claude-opus-5-5'
  return /^[a-z]+$/.test(name) ? `claude-${name}-5-5` : name
}

/** `Opus 5.5` for `claude-opus-5-5`. */
export function displayName(model: string): string {
  const [, family, major, minor] = /^claude-([a-z]+)-(\d+)-(\d+)/.exec(model) ?? []
  return family === undefined ? model : `${family.charAt(0).toUpperCase()}${family.slice(1)} ${major}.${minor}`
}
