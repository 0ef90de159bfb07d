import type { RunOrder } from './queued-run.js'

/**
 * Runs of one recipe on one pull request, or of a recipe without one: never two at a time. An app’s domain is made of
 * recipe, pull request and commit, so that whatever shares a domain is in one family.
 */
export function familyOf({ recipe, pullRequest }: Pick<RunOrder, 'recipe' | 'pullRequest'>): string {
  return pullRequest === null ? recipe : `${recipe} ${pullRequest.repository}#${pullRequest.number}`
}
