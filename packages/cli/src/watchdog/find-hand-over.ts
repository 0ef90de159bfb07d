import { type ProtocolCommit, parseSubject } from '@cc-ci/loop-launcher'
import type { LoopFacts } from '@cc-ci/watchdog'

type HandOver = LoopFacts['work']['handOver']

/** What the other loop's commits are called that a role waits for. */
const awaited: Readonly<Record<string, readonly string[]>> = {
  adversary: ['claim'],
  builder: ['review', 'veto'],
}

/**
 * What others have committed for a loop since its own last commit in the protocol folder: claims for the adversary,
 * reviews and vetoes for the builder, and files in its inbox. `commits` are the newest, the newest first.
 */
export function findHandOver(
  commits: readonly ProtocolCommit[],
  { name, role }: { readonly name: string; readonly role: string },
): HandOver {
  const answered = commits.findIndex(({ author }) => author === name)
  const since = answered === -1 ? commits : commits.slice(0, answered)
  const news = since.flatMap((commit) => {
    const says = tellFor(commit, { name, role })
    return says === undefined ? [] : [{ id: commit.commit, says }]
  })
  const [newest] = news
  if (newest === undefined) return null
  return { id: newest.id, says: [...new Set(news.map(({ says }) => says))].slice(0, 3).join('; ') }
}

function tellFor(
  { subject, author, paths }: ProtocolCommit,
  { name, role }: { name: string; role: string },
): string | undefined {
  const parsed = parseSubject(subject)
  if (parsed !== undefined && awaited[role]?.includes(parsed.kind)) {
    const { kind, phase, item } = parsed
    return `${author}: ${kind}(${item === undefined ? phase : `${phase}/${item}`})`
  }
  const message = paths.find((path) => path.startsWith(`inbox/${name}/`) && !path.endsWith('/.gitkeep'))
  return message === undefined ? undefined : `${author}: ${message}`
}
