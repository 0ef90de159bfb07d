import type { QueuedRun, RunMode } from '../../queue/queued-run.js'

/**
 * What `cc-ci test` is called with for a run. It tests the very commit that the order names, also when the pull request
 * has moved on; and it repeats nothing, because the queue does.
 */
export function testArguments(run: Pick<QueuedRun, 'recipe' | 'pullRequest' | 'mode'>, runsDir: string): string[] {
  const { recipe, pullRequest, mode } = run
  const of = pullRequest === null ? [] : [`--pr=${pullRequest.number}`, `--ref=${pullRequest.hash}`]
  return ['test', recipe, ...of, ...flagsOf(mode), `--runs-dir=${runsDir}`, '--no-retry', '--json']
}

function flagsOf(mode: RunMode): string[] {
  switch (mode.kind) {
    case 'full':
      return []
    case 'quick':
      return ['--quick']
    case 'plan':
      return ['--plan']
    case 'tiers':
      return [`--tiers=${mode.tiers.join(',')}`]
    case 'keep':
      return [`--keep=${mode.minutes}`]
    default:
      return mode satisfies never
  }
}
