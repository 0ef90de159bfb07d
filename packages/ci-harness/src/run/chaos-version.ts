import type { RunContext } from './run-context.js'

/** What abra would call a checkout that is deployed as it is: the first 8 characters of its commit, `+U` if it was changed. */
export async function chaosVersion({ world, checkout, plan }: RunContext, commit = plan.head): Promise<string> {
  return `${commit.slice(0, 8)}${(await world.git.isDirty(checkout)) ? '+U' : ''}`
}
