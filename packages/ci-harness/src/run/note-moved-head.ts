import type { RunContext } from './run-context.js'

/** A push during the run changes nothing about what was tested, but a reader must know that the result is of the past. */
export async function noteMovedHead({
  request,
  plan,
  record,
  world,
}: Pick<RunContext, 'plan' | 'record'> & {
  readonly request: Pick<RunContext['request'], 'pullRequest'>
  readonly world: Pick<RunContext['world'], 'git'>
}): Promise<void> {
  const { pullRequest } = request
  if (pullRequest === undefined || pullRequest.head !== plan.head) return
  const { number, headSource, headRef } = pullRequest
  const tested = `this result is of ${plan.head.slice(0, 8)}`
  try {
    const refs = await world.git.lsRemote(headSource, { refs: [headRef] })
    const now = refs.find(({ name }) => name === headRef)?.hash
    if (now === plan.head) return
    record.notes.push(
      now === undefined
        ? `The head of pull request ${number} was removed during the run; ${tested}.`
        : `Pull request ${number} moved to ${now.slice(0, 8)} during the run; ${tested}.`,
    )
  } catch (error) {
    record.notes.push(`Whether pull request ${number} moved is not known: ${(error as Error).message} So ${tested}.`)
  }
}
