import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import type { SwarmDescription } from '../ports/swarm.js'
import { buildResult } from './build-result.js'
import { maskLeaks } from './mask-leaks.js'
import type { RunContext } from './run-context.js'
import { writeFileAtomically } from './run-folder.js'
import { maskTexts } from './secret-mask.js'

/** Writes renderings of a result into the run's folder and says which. */
export type Presenter = (result: RunResult, folder: string) => Promise<Presentation>

export interface Presentation {
  readonly artefacts: Partial<RunResult['artefacts']>
  /** What could not be rendered, a sentence each. */
  readonly problems: readonly string[]
}

/** Vouches for the result as it lies in the run’s folder; gives what kept it from that, as a sentence. */
export type Sealer = (folder: string) => Promise<string | undefined>

export interface Ending {
  readonly host: SwarmDescription
  readonly present: Presenter
  readonly seal?: Sealer | undefined
}

/** Draws the verdict, writes results.json, then the renderings: those can only be missing, never change the verdict. */
export async function finishRun(context: RunContext, { host, present, seal }: Ending): Promise<RunResult> {
  const { folder, checkout, record, mask, journal } = context
  await rm(checkout, { recursive: true, force: true })
  const leaks = await maskLeaks(folder.path, mask)
  record.leaked = leaks.length > 0 || context.screenshots.outcome().leaked
  record.notes.push(...leaks)
  const plain = maskTexts(buildResult(context, host, await context.world.engine.version()), mask.mask)
  await writeResult(folder.path, plain)
  const result = await presented(plain, folder.path, present)
  await writeResult(folder.path, result)
  const unsealed = await seal?.(folder.path)
  if (unsealed !== undefined) journal.emit({ type: 'note', severity: 'warning', text: unsealed })
  journal.emit({ type: 'run.finished', verdict: result.verdict, level: result.level })
  return result
}

const writeResult = (folder: string, result: RunResult): Promise<void> =>
  writeFileAtomically(join(folder, 'results.json'), `${JSON.stringify(result, null, 2)}\n`)

async function presented(result: RunResult, folder: string, present: Presenter): Promise<RunResult> {
  try {
    const { artefacts, problems } = await present(result, folder)
    return { ...result, artefacts: { ...result.artefacts, ...artefacts }, notes: [...result.notes, ...problems] }
  } catch (error) {
    return { ...result, notes: [...result.notes, `The result could not be rendered: ${(error as Error).message}`] }
  }
}
