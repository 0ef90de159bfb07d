import type { RunResult } from '@cc-ci/contracts/run-result'

/** What is left out of no folder: the result, its signature, and what was removed before. */
const alwaysKept = ['results.json', 'results.json.sig', 'pruned.txt']
const logFolders = ['evidence', 'dependencies', 'repo-tests', 'test-tools']

/** In the order in which they are given up: what is missed least comes first. */
export const cutKinds = [
  'logs of a green run',
  'earlier screenshots',
  'bundle',
  'logs',
  'renderings and newest screenshot',
] as const
export type CutKind = (typeof cutKinds)[number]

/** Those that age alone takes; the rest is small, and is what people look at. */
export const agingKinds: readonly CutKind[] = cutKinds.slice(0, -1)

/** What a file of a run folder is for retention; undefined for one that always stays. */
export function cutKindOf(
  path: string,
  { verdict, screenshot }: { readonly verdict: RunResult['verdict']; readonly screenshot: string | null },
): CutKind | undefined {
  if (alwaysKept.includes(path)) return undefined
  const [top = ''] = path.split('/')
  if (top.endsWith('.tar.gz')) return 'bundle'
  if (top === 'screenshots' && path !== screenshot) return 'earlier screenshots'
  if (!logFolders.includes(top) && !/\.(log|jsonl)$/.test(path)) return 'renderings and newest screenshot'
  return verdict === 'green' ? 'logs of a green run' : 'logs'
}
