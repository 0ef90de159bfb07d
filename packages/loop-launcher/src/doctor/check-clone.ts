import type { CloneFact, HostFacts, LoopFacts, RemoteFact } from '../ports/host-facts.js'
import { type Check, type CheckHead, checkFact, type Judgement, listSome, ok, problem, warning } from './check.js'

/** A lock this young may belong to a git that works. In seconds. */
const lockGrace = 600

/** How far a commit of the remote may lie in our future. In seconds. */
const clockTolerance = 300

/** Whether a loop has a clone of its own that it can work in, and a remote through which the others hear it. */
export function checkClone(loop: LoopFacts, facts: HostFacts): readonly Check[] {
  const head = (id: string, title: string): CheckHead => ({ id, title, group: 'clone', loop: loop.name })
  const { clone } = loop
  const first = [
    checkFact(head('clone', 'its folder is a clone'), clone, (value) => judgeClone(value, loop)),
    checkFact(head('clone-own', 'its clone is its alone'), clone, ({ folder }) =>
      judgeSharing(folder, loop, facts.loops),
    ),
  ]
  if (clone.ok && clone.value.state !== 'clone') return first
  return [
    ...first,
    checkFact(head('clone-clean', 'its clone is clean'), clone, ({ changes }) =>
      changes === 0 || loop.ownPid !== undefined
        ? ok(changes === 0 ? 'nothing is uncommitted' : 'the loop is at work in it')
        : warning(
            `${changes} uncommitted changes, and the loop is not running`,
            `See them: git -C ${loop.folder} status; commit or stash what is of use.`,
          ),
    ),
    checkFact(head('author', 'its commits have an author'), clone, ({ author }) => judgeAuthor(author, loop)),
    checkFact(head('index-lock', 'no git left a lock'), clone, ({ lockAge }) => judgeIndexLock(lockAge, loop)),
    checkFact(head('remote', 'its remote answers'), loop.remote, (remote) => judgeRemote(remote, loop)),
    checkFact(head('clock-of-remote', 'clock agrees with the remote'), clone, ({ newestRemoteCommit }) =>
      judgeClock(newestRemoteCommit, facts.now),
    ),
  ]
}

function judgeClone({ state, folder }: CloneFact, { folder: written }: LoopFacts): Judgement {
  const fix = `git clone <the repository> ${written}`
  switch (state) {
    case 'clone':
      return ok(folder)
    case 'absent':
      return problem(`${written} does not exist`, fix)
    case 'not-a-clone':
      return problem(`${written} is no top folder of a git repository`, `Move it away, then: ${fix}`)
  }
}

function judgeSharing(folder: string, loop: LoopFacts, loops: readonly LoopFacts[]): Judgement {
  const others = loops.filter(({ name, clone }) => name !== loop.name && clone.ok && clone.value.folder === folder)
  if (others.length === 0) return ok('no other loop works there')
  return problem(
    `${listSome(others.map(({ name }) => name))} works in ${folder}, too`,
    'Give each loop a folder of its own in cc-ci.yaml, and clone the repository into it.',
  )
}

function judgeAuthor(author: string | undefined, { folder, name }: LoopFacts): Judgement {
  if (author !== undefined) return ok(author)
  return problem(
    'git knows nobody in whose name to commit, and the agent inherits no author from us',
    `git -C ${folder} config user.name ${name} && git -C ${folder} config user.email ${name}@example.org`,
  )
}

function judgeIndexLock(age: number | undefined, { folder }: LoopFacts): Judgement {
  if (age === undefined) return ok('there is no index.lock')
  if (age < lockGrace) return ok(`index.lock is ${Math.round(age)} s old: git is at work`)
  return problem(
    `index.lock is ${Math.round(age / 60)} minutes old, and every commit will fail`,
    `When no git runs there (pgrep -a git): rm ${folder}/.git/index.lock`,
  )
}

function judgeRemote({ url, trouble }: RemoteFact, { folder }: LoopFacts): Judgement {
  if (url === undefined)
    return problem('it has no remote', `git -C ${folder} remote add origin <url>: git is the only channel of the loops`)
  if (trouble === undefined) return ok(url)
  return problem(`${url} does not answer: ${trouble}`, `See for yourself: git -C ${folder} ls-remote origin`)
}

function judgeClock(newest: number | undefined, now: number): Judgement {
  if (newest === undefined) return ok('the remote is not known to have a commit')
  const ahead = Math.round(newest - now)
  if (ahead <= clockTolerance) return ok('no commit of the remote lies in the future')
  return problem(
    `the newest commit of the remote lies ${Math.round(ahead / 60)} minutes in the future`,
    'Set the clock of this host, or of the one that made the commit: verdicts are judged by their age.',
  )
}
