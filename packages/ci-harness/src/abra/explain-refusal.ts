import type { Refusal } from '../ports/engine.js'
import { whyItFailed } from './plain-output.js'

/** Refusals that are about this host or this abra; every other one, the words of a hook included, is about the recipe. */
const aboutTheHost = [
  {
    says: /inappropriate ioctl for device/,
    code: 'ABRA_NEEDS_TERMINAL',
    hint: 'abra runs in a pseudo terminal only; check that script(1) of util-linux works here.',
  },
  {
    says: /^no backupbot discovered/i,
    code: 'BACKUPBOT_MISSING',
    hint: 'Deploy backup-bot-two on this Swarm, or test with --engine swarm, which needs none.',
  },
  {
    says: /^(?:Error: |Incorrect Usage[.:] )?(?:unknown (?:shorthand )?flag|flag provided but not defined)/i,
    code: 'ABRA_FLAG_UNKNOWN',
    hint: 'This abra has other flags than cc-ci believes; use another version, or --engine swarm.',
  },
  {
    says: /(?:authentication required|could not read Username\b.*)$/i,
    code: 'ABRA_ORIGIN_REFUSED',
    hint: 'abra asked the recipe’s origin although it was told to stay offline; give this host access, or use --engine swarm.',
  },
] as const

/** What abra said about a call that failed, and whose matter it is. */
export function explainRefusal(result: { readonly exitCode: number; readonly text: string }): Refusal {
  const why = whyItFailed(result)
  const known = aboutTheHost.find(({ says }) => says.test(why))
  return { ok: false, why, ...(known !== undefined && { infra: { code: known.code, hint: known.hint } }) }
}

/** abra lints a release before it deploys it by version. */
export function isAboutLint(why: string): boolean {
  return /critical errors|lint/i.test(why)
}

/** A deploy that was asked for and did not come up in abra's own time is for the harness to judge. */
export function isAboutConverging(why: string): boolean {
  return /timed? ?out|deploy(?:ment)? failed|failed to (?:converge|deploy)|rolled? ?back/i.test(why)
}
