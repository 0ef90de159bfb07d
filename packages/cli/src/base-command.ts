import { type CcCiError, isCcCiError } from '@cc-ci/kernel'
import { Command } from '@oclif/core'
import { loadWorkspace, type Workspace } from './workspace/load-workspace.js'
import { realWorld, type World } from './world.js'

/** Every cc-ci command: it gets the outer world from here, and shows errors a person can act on with code, place and hint. */
export abstract class BaseCommand extends Command {
  static override readonly enableJsonFlag = true

  protected readonly world: World = realWorld()

  protected workspace(): Workspace {
    return loadWorkspace(this.world.cwd, this.world.environment)
  }

  protected override async catch(error: Error): Promise<unknown> {
    if (!isCcCiError(error)) return super.catch(error)
    process.exitCode = error.exitCode
    if (this.jsonEnabled()) return this.logJson({ error: error.toJSON() })
    this.logToStderr(formatError(error))
    return undefined
  }

  protected override toErrorJson(error: unknown): unknown {
    const { message, oclif } = error as Error & { oclif?: { exit?: number } }
    return { error: { code: 'USAGE', message, exitCode: oclif?.exit ?? 2 } }
  }
}

/** Message, code, place and what to try, one on a line each. */
export function formatError({ message, code, place, hint }: CcCiError): string {
  const where = [place?.file, place?.line].filter((part) => part !== undefined).join(':')
  const key = place?.key ? ` (${place.key})` : ''
  return [
    `Error: ${message}`,
    `Code: ${code}`,
    ...(where !== '' || key !== '' ? [`Place: ${where}${key}`] : []),
    ...(hint === undefined ? [] : [`Try this: ${hint}`]),
  ].join('\n')
}
