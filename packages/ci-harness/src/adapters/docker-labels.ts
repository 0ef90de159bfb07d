/** Docker's own mark of what `docker stack deploy` made. */
export const stackLabel = 'com.docker.stack.namespace'

/** Our mark of what we made for a stack and Docker would not remove with it. */
export const ownLabel = 'cc-ci.stack'

type Labels = Readonly<Record<string, string>>

/** The stack that a thing's labels name, if any. */
export function stackOf(labels: Labels): string | undefined {
  return labels[stackLabel] || labels[ownLabel] || undefined
}

/**
 * Whether a thing belongs to a stack: by its labels, or, unlabelled, by its name `<stack>_…`. A name that also fits
 * a longer known stack (`a_b` and `a_b_c`) belongs to that one.
 */
export function belongsTo(
  stack: string,
  thing: { readonly name: string; readonly labels: Labels },
  knownStacks: Iterable<string>,
): boolean {
  const labelled = stackOf(thing.labels)
  if (labelled !== undefined) return labelled === stack
  if (!thing.name.startsWith(`${stack}_`)) return false
  for (const other of knownStacks) {
    if (other.length > stack.length && thing.name.startsWith(`${other}_`)) return false
  }
  return true
}
