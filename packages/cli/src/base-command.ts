import type { CcCiError } from '@cc-ci/kernel'
import { Command, ux } from '@oclif/core'
import { explainError } from './errors/explain-error.js'
import { reportError } from './errors/report-error.js'
import { type TextStyle, textStyle } from './terminal/text-style.js'
import type { Workspace } from './workspace/load-workspace.js'
import { realWorld, type World } from './world.js'

/**
 * Every cc-ci command: it gets the outer world from here, and shows errors a person can act on with code, place and
 * hint. With --json, standard output carries one document and nothing else; what people read goes to standard error.
 */
export abstract class BaseCommand extends Command {
  static override readonly enableJsonFlag = true

  protected readonly world: World = realWorld()

  /** Loaded when asked for: the schema reader is the larger half of what a command costs to start. */
  protected async workspace(): Promise<Workspace> {
    const { loadWorkspace } = await import('./workspace/load-workspace.js')
    return loadWorkspace(this.world.cwd, this.world.environment)
  }

  /** How text for people is to look where `log` will put it. */
  protected get textStyle(): TextStyle {
    return textStyle(this.jsonEnabled() ? process.stderr : process.stdout, this.world.environment)
  }

  override log(message = ''): void {
    if (this.jsonEnabled()) this.logToStderr(message)
    else ux.stdout(message)
  }

  override logToStderr(message = ''): void {
    ux.stderr(message)
  }

  protected override async catch(error: Error): Promise<void> {
    // Otherwise oclif warns that nobody read the arguments, when reading them is what failed.
    this.parsed = true
    reportError(this.explain(error), { json: this.jsonEnabled() })
  }

  protected explain(error: unknown): CcCiError {
    const flags = ['json', 'help', ...Object.keys(this.ctor.flags ?? {})]
    return explainError(error, { command: this.id?.replaceAll(':', ' '), flags })
  }
}
