import type { DiskFact, HostFacts, TmuxServerFact } from '../ports/host-facts.js'
import { type Check, type CheckHead, checkFact, type Judgement, listSome, ok, problem, warning } from './check.js'
import { leakedVariables } from './check-agent.js'

const gibibyte = 1024 ** 3

/** Below the first we warn; below the second nothing may be started. */
const floors = { warning: 5 * gibibyte, problem: gibibyte }
const taskOutputsLimit = 10 * gibibyte
const oldestTmux = 3

/** What the machine itself may do to all loops. */
export function checkHost(facts: HostFacts): readonly Check[] {
  const head = (id: string, title: string): CheckHead => ({ id, title, group: 'host' })
  const disks = facts.disks.ok ? facts.disks.value : []
  return [
    checkFact(head('tmux', 'tmux is there'), facts.tmux, judgeTmux),
    checkFact(head('tmux-scope', 'tmux outlives the logout'), facts.tmuxServer, judgeScope),
    checkFact(head('tmux-environment', 'tmux hands on no agent session’s environment'), facts.tmuxServer, judgeLeaks),
    checkFact(head('linger', 'user lingers'), facts.linger, (lingers) =>
      lingers
        ? ok('services of the user go on after the logout')
        : problem('with the last logout, all loops end', 'loginctl enable-linger'),
    ),
    checkFact(head('user-manager', 'systemd of the user answers'), facts.userManager, judgeUserManager),
    checkFact(head('clock', 'clock is synchronised'), facts.clockSynchronised, (synchronised) =>
      synchronised
        ? ok('by the network')
        : warning('nothing keeps it right, and verdicts are judged by their age', 'timedatectl set-ntp true'),
    ),
    ...disks.map((disk) => ({ ...head('disk', `room at ${disk.folder}`), loop: undefined, ...judgeDisk(disk) })),
    ...(facts.disks.ok ? [] : [checkFact(head('disk', 'room on the disk'), facts.disks, () => ok(''))]),
    checkFact(head('task-outputs', 'task outputs of the client'), facts.taskOutputs, ({ folder, bytes }) => {
      if (bytes === undefined) return ok(`there is no ${folder}`)
      const size = `${(bytes / gibibyte).toFixed(1)} GiB in ${folder}`
      if (bytes < taskOutputsLimit) return ok(size)
      return warning(size, 'Remove what no running agent needs; the client never does.')
    }),
  ]
}

function judgeTmux(version: string | undefined): Judgement {
  if (version === undefined) return problem('there is no tmux', 'Install it: apt-get install tmux')
  const number = Number(/(\d+\.\d+)/.exec(version)?.[1] ?? Number.NaN)
  if (number >= oldestTmux) return ok(version)
  if (Number.isNaN(number)) return { outcome: 'unknown', evidence: `it says “${version}”`, fix: 'Run tmux -V by hand.' }
  return problem(`${version} is too old`, 'Install 3.0 or newer.')
}

function judgeScope({ pid, cgroup }: TmuxServerFact): Judgement {
  if (pid === undefined) return ok('no server of ours runs')
  if (cgroup === undefined)
    return { outcome: 'unknown', evidence: `the group of pid ${pid} is not known`, fix: `cat /proc/${pid}/cgroup` }
  if (!/session-[^/]*\.scope/.test(cgroup)) return ok(`pid ${pid} is in ${cgroup}`)
  return warning(
    `pid ${pid} belongs to a login session, with which it may end`,
    'Stop the loops, and start them with: systemd-run --user --scope cc-ci loop start',
  )
}

function judgeLeaks({ pid, variables }: TmuxServerFact): Judgement {
  if (pid === undefined) return ok('no server of ours runs')
  const leaked = leakedVariables(variables)
  if (leaked.length === 0) return ok('none of its variables is set there')
  return problem(
    `set in its global environment: ${listSome(leaked)}`,
    'Stop all loops, so that the server ends, and start them from a shell that no agent started.',
  )
}

function judgeUserManager({ runtimeFolder, reachable }: { runtimeFolder: string | undefined; reachable: boolean }) {
  if (reachable) return ok(`it answers below ${runtimeFolder ?? 'its folder'}`)
  return warning(
    runtimeFolder === undefined ? 'XDG_RUNTIME_DIR is not set' : `it does not answer below ${runtimeFolder}`,
    'loginctl enable-linger, then: export XDG_RUNTIME_DIR=/run/user/$(id -u). Only starting after a boot needs it.',
  )
}

function judgeDisk({ folder, freeBytes, freeInodes, inodes }: DiskFact): Judgement {
  const room = `${(freeBytes / gibibyte).toFixed(1)} GiB are free`
  const fix = `Free some: du -xh --max-depth=2 ${folder} | sort -h`
  if (freeBytes < floors.problem) return problem(`${room}, less than 1 GiB`, fix)
  const share = freeInodes !== undefined && inodes ? freeInodes / inodes : 1
  if (share < 0.01) return problem('less than 1 % of the inodes are free', fix)
  if (freeBytes < floors.warning) return warning(`${room}, less than 5 GiB`, fix)
  if (share < 0.05) return warning('less than 5 % of the inodes are free', fix)
  return ok(room)
}
