import type { RunResult } from '@cc-ci/contracts/run-result'
import { withoutControls } from '../render/escape-xml.js'
import { cutLine } from '../render/wrap-text.js'

/** The bullets that a run decides about, in the order in which recipes have them. */
export const computedNames = ['Status', 'Healthcheck', 'Backups', 'Tests', 'SSO'] as const
export type ComputedName = (typeof computedNames)[number]

export interface MetadataClaim {
  readonly name: ComputedName
  readonly value: string
  /** What of the run the value follows from, in a few words. */
  readonly why: string
}

type Values = ReadonlyMap<string, string>

/** Proven, disproven or neither; neither claims nothing, so that it reads as if disproven. */
interface Proof {
  readonly proven: boolean
  /** It need not be proven, as the recipe declares. */
  readonly notApplicable?: boolean
  readonly why: string
}

/**
 * What a judged run proves of a recipe, as the values of its README’s metadata block; the scales are those of
 * docs.coopcloud.tech/recipes. `written` holds what the block says now, by name in lower case: Image and Email are taken
 * from it as they are, and a value that claims less than the run proves in other words stays.
 */
export function computeMetadata(result: RunResult, written: Values): MetadataClaim[] {
  const proofs = { Healthcheck: healthcheck(result), Backups: backups(result), SSO: signOn(result) }
  const yesOrNo = (name: keyof typeof proofs): MetadataClaim => ({
    name,
    value: answerOf(proofs[name], written.get(name.toLowerCase())),
    why: proofs[name].why,
  })
  const claims = [
    status(result, written, proofs),
    yesOrNo('Healthcheck'),
    yesOrNo('Backups'),
    tests(result, proofs.Healthcheck, written),
    yesOrNo('SSO'),
  ]
  return claims.map((claim) => ({ ...claim, why: onOneLine(claim.why) }))
}

const onOneLine = (text: string): string => cutLine(withoutControls(text).replace(/\s+/g, ' '), 200)

/** `Yes`, or a number from 1 up, whatever is written behind it. */
function isClaimed(value: string | undefined): boolean {
  return /^\W*(yes|[1-9])\b/i.test(value ?? '')
}

const isNotApplicable = (value: string | undefined): boolean => /^\W*n\/?a\b/i.test(value ?? '')

function answerOf({ proven, notApplicable = false }: Proof, written: string | undefined): string {
  if (proven) return written !== undefined && isClaimed(written) ? written : 'Yes'
  if (notApplicable) return isNotApplicable(written) && written !== undefined ? written : 'N/A'
  return claimsNothing(written) ? written : 'No'
}

function claimsNothing(value: string | undefined): value is string {
  return /^\W*(no|none|n\/?a|0|false)\b/i.test(value ?? '')
}

const passed = ({ rungs }: RunResult, rung: keyof RunResult['rungs']): boolean => rungs[rung].status === 'pass'

/** R002 is the rule that every service has a health check; Swarm then called them all healthy. */
function healthcheck(result: RunResult): Proof {
  const { lint } = result
  if (!passed(result, 'install')) return { proven: false, why: 'the install did not pass' }
  const unchecked = lint.unverified ?? lint.unchecked.find(({ rule }) => rule === 'R002')?.reason
  if (unchecked !== undefined) return { proven: false, why: `nobody checked it: ${unchecked}` }
  const without = [...lint.errors, ...lint.warnings].filter(({ rule }) => rule === 'R002').length
  if (without > 0)
    return { proven: false, why: `R002: ${without} ${without === 1 ? 'service has' : 'services have'} none` }
  return { proven: true, why: 'every service has one, and all were healthy' }
}

function backups({ rungs, skips }: RunResult): Proof {
  const { status, fact } = rungs.backup_restore
  const declared = skips.intentional.backup_restore
  if (status === 'skip')
    return { proven: false, notApplicable: true, why: `declared as not applicable: ${declared ?? fact}` }
  if (status === 'pass') return { proven: true, why: `wiped data came back: ${fact}` }
  return { proven: false, why: `${status === 'fail' ? 'failed' : 'not verified'}: ${fact}` }
}

/** Signing in is proven by a test of the app that needs an identity provider, and passed. */
function signOn(result: RunResult): Proof {
  const provider = result.dependencies.find((each) => each.provider !== null)
  if (provider === undefined) return { proven: false, why: 'no identity provider took part in the run' }
  const proven = provider.status === 'ready' && provider.proven && passed(result, 'functional')
  return { proven, why: `${proven ? 'a test signed in by' : 'no test proved signing in by'} ${provider.recipe}` }
}

/** 0 none, 2 deployed with generated secrets and networks, 3 with health checks besides. */
function tests(result: RunResult, { proven }: Proof, written: Values): MetadataClaim {
  const score = passed(result, 'install') ? (proven ? 3 : 2) : 0
  const why = [
    'the install did not pass',
    'deployed with generated secrets, not all health checks',
    'deployed with generated secrets and health checks',
  ]
  const value = numbered(score, written.get('tests'), '')
  return { name: 'Tests', value, why: why[Math.max(0, score - 1)] ?? '' }
}

/** 4 has an upstream image, backups, email, health checks and integration tests; 5 single sign-on besides. */
function status(
  result: RunResult,
  written: Values,
  { Healthcheck, Backups, SSO }: Readonly<Record<'Healthcheck' | 'Backups' | 'SSO', Proof>>,
): MetadataClaim {
  const [image = '', email] = [written.get('image'), written.get('email')]
  const missing = [
    ...(Backups.proven || Backups.notApplicable === true ? [] : ['backups']),
    ...(isClaimed(email) || isNotApplicable(email) ? [] : ['email']),
    ...(Healthcheck.proven ? [] : ['health checks']),
    ...(passed(result, 'functional') ? [] : ['integration tests']),
  ]
  const upstream = /,\s*4\b/.test(image) || /\bupstream\b/i.test(image)
  const [score, why] = scoreOf(result, { missing, upstream, signOn: SSO.proven })
  const word = ['', 'alpha', 'beta', 'stable', 'stable', 'stable'][score] ?? ''
  return { name: 'Status', value: numbered(score, written.get('status'), word), why }
}

function scoreOf(
  result: RunResult,
  { missing, upstream, signOn: signsOn }: { missing: readonly string[]; upstream: boolean; signOn: boolean },
): [number, string] {
  if (!passed(result, 'install')) return [1, 'the install did not pass']
  if (result.verdict !== 'green') return [2, 'the run is red']
  if (!upstream) return [2, 'the image is not known to be upstream’s own']
  if (missing.length > 2) return [2, `not proven: ${missing.join(', ')}`]
  if (missing.length > 0) return [3, `not proven: ${missing.join(', ')}`]
  return signsOn ? [5, 'all is proven, single sign-on besides'] : [4, 'all is proven but single sign-on']
}

/** A score with the words that stood behind it, if it is the same; else with a word of ours. */
function numbered(score: number, written = '', word: string): string {
  const digits = /^\W*(\d+)/.exec(written)?.[1]
  if (digits === String(score)) return written
  return word === '' ? String(score) : `${score}, ${word}`
}
