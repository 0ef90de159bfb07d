import { basename, join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { type LifecycleOp, lifecycleOps, type TestLanguage } from './classify-overlay.js'
import { type AdmittedFile, admit } from './code-gate.js'
import { type FoundFile, listOverlayFiles, type OverlayOrigin } from './list-overlay-files.js'
import { shownPath } from './shown-path.js'
import { stageFiles } from './stage-files.js'

/** A file of tests that will run; how many tests it holds is known when it ran. */
export interface TestFile {
  readonly file: AdmittedFile
  readonly origin: OverlayOrigin
  readonly language: TestLanguage
  /** What it proves, as its name says it: `test_two_visitors.py` reads "two visitors". */
  readonly name: string
}

/** Everything that a recipe's overlays, ours and its own, add to a run. */
export interface Overlays {
  readonly lifecycle: Readonly<Record<LifecycleOp, readonly TestFile[]>>
  readonly custom: readonly TestFile[]
  readonly hooks: readonly AdmittedFile[]
  readonly settings: readonly AdmittedFile[]
  readonly installSteps: AdmittedFile | undefined
  readonly compose: AdmittedFile | undefined
  readonly previous: readonly AdmittedFile[]
  readonly parity: readonly AdmittedFile[]
  /** Files that were found and will not run, each with its reason: nothing is skipped silently. */
  readonly notRun: readonly { readonly file: string; readonly reason: string }[]
}

export interface OverlaySources {
  /** Our own folder for the recipe, `recipes/<name>` of the workspace. */
  readonly overlays: string | undefined
  readonly codeApproved: boolean
  readonly checkout: string
  /** Where the recipe's own files are copied to, if they may run. */
  readonly stage: string
}

type NotRun = Overlays['notRun'][number]

/** Finds what both places bring, passes it through the gate, and settles which of two wins. */
export async function findOverlays({ overlays, codeApproved, checkout, stage }: OverlaySources): Promise<Overlays> {
  const notRun: NotRun[] = []
  const through = (found: readonly FoundFile[]): AdmittedFile[] =>
    found.flatMap((each) => {
      const admission = admit(each, { codeApproved })
      if (admission.admitted) return [admission.file]
      notRun.push({ file: admission.file, reason: admission.reason })
      return []
    })
  const ours = through(
    overlays === undefined ? [] : await listOverlayFiles(overlays, { origin: 'ours', within: overlays }),
  )
  const found = await listOverlayFiles(join(checkout, 'tests'), { origin: 'repo', within: checkout })
  const repo = await stageFiles(through(found), stage)
  return { ...settle(ours, repo, notRun), notRun }
}

/** Per operation and per single file the recipe's own wins over ours, which is said; custom tests of both run. */
function settle(
  ours: readonly AdmittedFile[],
  repo: readonly AdmittedFile[],
  notRun: NotRun[],
): Omit<Overlays, 'notRun'> {
  const preferred = (wanted: (file: AdmittedFile) => boolean): readonly AdmittedFile[] => {
    const [own, theirs] = [ours.filter(wanted), repo.filter(wanted)]
    if (theirs.length === 0) return own
    for (const file of own) notRun.push({ file: shownPath(file), reason: 'not run: the recipe’s own takes its place' })
    return theirs
  }
  const ofKind = (kind: AdmittedFile['what']['kind']) => (file: AdmittedFile) => file.what.kind === kind
  const lifecycle = lifecycleOps.map((op) => [
    op,
    preferred(({ what }) => what.kind === 'lifecycle' && what.op === op).flatMap(asTest),
  ])
  return {
    lifecycle: Object.fromEntries(lifecycle) as Overlays['lifecycle'],
    custom: [...ours, ...repo].filter(ofKind('custom')).flatMap(asTest),
    hooks: [onlyOne(ours, 'hooks'), onlyOne(repo, 'hooks')].filter((file) => file !== undefined),
    settings: settingsOf(ours, repo, notRun),
    installSteps: preferred(ofKind('install-steps'))[0],
    compose: preferred(ofKind('compose'))[0],
    previous: preferred(ofKind('previous')),
    parity: [...ours, ...repo].filter(ofKind('parity')),
  }
}

/** Settings say how strictly a recipe is judged, so here ours win. */
function settingsOf(
  ours: readonly AdmittedFile[],
  repo: readonly AdmittedFile[],
  notRun: NotRun[],
): readonly AdmittedFile[] {
  const [own, theirs] = [onlyOne(ours, 'settings'), onlyOne(repo, 'settings')]
  if (own !== undefined && theirs !== undefined)
    notRun.push({ file: shownPath(theirs), reason: 'not read: ours takes its place' })
  return [own ?? theirs].filter((file) => file !== undefined)
}

/** Two files of settings or of hooks beside each other would each claim to be the one. */
function onlyOne(files: readonly AdmittedFile[], kind: 'hooks' | 'settings'): AdmittedFile | undefined {
  const [first, second] = files.filter(({ what }) => what.kind === kind)
  if (first === undefined || second === undefined) return first
  throw new CcCiError('OVERLAYS_AMBIGUOUS', `${first.file} and ${second.path} are both ${kind} of one recipe.`, {
    hint: 'Keep one of them.',
    place: { file: second.file },
    exitCode: 2,
  })
}

function asTest(file: AdmittedFile): TestFile[] {
  const { what, origin, path } = file
  return 'language' in what ? [{ file, origin, language: what.language, name: readableName(path) }] : []
}

/** `custom/test_two_visitors.sh` reads "two visitors". */
const readableName = (path: string): string =>
  basename(path)
    .replace(/^test_|\.\w+$/g, '')
    .replaceAll(/[_-]+/g, ' ')
