import { unitArgument, unitProgram, unitText, unitWord } from './unit-words.js'

export interface UnitSubject {
  /** Small letters, digits and dashes; part of the names of the units. */
  readonly name: string
  /** Absolute path of the workspace. */
  readonly workspace: string
  /** The program and what it always gets: an absolute path first. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

export interface UnitFile {
  readonly name: string
  readonly content: string
}

/** Tells a watchdog which unit it is. */
export const unitVariable = 'CC_CI_WATCHDOG_UNIT'

/** Seconds without a heartbeat after which a watchdog counts as stuck. */
const maxAge = 120

export function serviceName(name: string): string {
  return `cc-ci-watchdog-${name}.service`
}

/**
 * The units of a user's own service manager that keep a watchdog running: the service; a timer that looks for its
 * heartbeat each minute; and what starts a stuck one anew. The service also starts the loops after a boot: to the
 * watchdog, a loop that ran and was not stopped is a dead one.
 */
export function unitFiles(subject: UnitSubject): readonly UnitFile[] {
  const { name } = subject
  const check = `cc-ci-watchdog-${name}-check`
  const revive = `cc-ci-watchdog-${name}-revive.service`
  const parts = { check: `${check}.service`, timer: `${check}.timer`, revive }
  return [
    { name: serviceName(name), content: service(subject, parts.timer) },
    { name: parts.timer, content: timer(subject) },
    { name: parts.check, content: checker(subject, revive) },
    { name: revive, content: reviver(subject) },
  ]
}

function service(subject: UnitSubject, timerName: string): string {
  return unit({
    Unit: [
      `Description=${unitText(`cc-ci watchdog of ${subject.workspace}`)}`,
      `Wants=${timerName}`,
      'StartLimitIntervalSec=600',
      'StartLimitBurst=5',
    ],
    Service: [
      'Type=exec',
      ...surroundings(subject),
      '# By this it knows what to disable when the work is done.',
      `Environment=${unitVariable}=${serviceName(subject.name)}`,
      `ExecStart=${commandLine([...subject.command, 'watchdog', 'run'])}`,
      'Restart=always',
      'RestartSec=10',
      '# A loop that is killed for its memory is the watchdog’s work, and no reason to end the watchdog.',
      'OOMPolicy=continue',
      '# The loops outlive a restart of their watchdog.',
      'KillMode=process',
    ],
    Install: ['WantedBy=default.target'],
  })
}

function timer({ name, workspace }: UnitSubject): string {
  return unit({
    Unit: [
      `Description=${unitText(`looks after the cc-ci watchdog of ${workspace}`)}`,
      '# Whoever stops the watchdog stops this, too; whatever kills it does not.',
      `PartOf=${serviceName(name)}`,
    ],
    Timer: ['OnActiveSec=180', 'OnUnitActiveSec=60', 'AccuracySec=5'],
  })
}

function checker(subject: UnitSubject, revive: string): string {
  return unit({
    Unit: [
      `Description=${unitText(`asks for the heartbeat of the cc-ci watchdog of ${subject.workspace}`)}`,
      `OnFailure=${revive}`,
    ],
    Service: [
      'Type=oneshot',
      ...surroundings(subject),
      `ExecStart=${commandLine([...subject.command, 'watchdog', 'status', '--max-age', String(maxAge)])}`,
      '# 1 is a stale heartbeat. 2 and 3 say that nobody could look: that is no reason to restart anything.',
      'SuccessExitStatus=2 3',
      'TimeoutStartSec=60',
    ],
  })
}

function reviver({ name, workspace }: UnitSubject): string {
  return unit({
    Unit: [`Description=${unitText(`restarts the stuck cc-ci watchdog of ${workspace}`)}`],
    Service: ['Type=oneshot', `ExecStart=systemctl --user restart ${serviceName(name)}`],
  })
}

function surroundings({ name, workspace, environment }: UnitSubject): readonly string[] {
  const variables = Object.entries(environment).map(([key, value]) => unitWord(`${key}=${value}`))
  return [
    `WorkingDirectory=${unitText(workspace)}`,
    ...variables.map((variable) => `Environment=${variable}`),
    '# For secrets, which must not stand here: NAME=value, one a line, readable by its owner alone.',
    `EnvironmentFile=-%E/cc-ci/watchdog-${name}.env`,
  ]
}

function commandLine([program = '', ...args]: readonly string[]): string {
  return [unitProgram(program), ...args.map(unitArgument)].join(' ')
}

function unit(sections: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(sections)
    .map(([name, lines]) => `[${name}]\n${lines.join('\n')}\n`)
    .join('\n')
}
