/** The user that owns nothing; Linux has it everywhere. */
const nobody = 65_534

/**
 * Does it as somebody to whom rights mean something: root, who may run the tests, reads what nobody may. What the work
 * needs must be loaded before.
 */
export async function asNobody<Value>(work: () => Promise<Value>): Promise<Value> {
  if (process.geteuid?.() !== 0) return work()
  process.seteuid?.(nobody)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

/** Whom files must belong to so that `asNobody` may have them. */
export const ownerForNobody = process.geteuid?.() === 0 ? nobody : (process.geteuid?.() ?? nobody)
