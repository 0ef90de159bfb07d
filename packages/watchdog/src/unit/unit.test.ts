import { describe, expect, it } from 'vitest'
import { unitEnvironment } from './unit-environment.js'
import { unitFiles } from './unit-files.js'
import { judgeUnit, signUnit } from './unit-signature.js'
import { unitArgument, unitProgram, unitText, unitWord } from './unit-words.js'

const subject = {
  name: 'work',
  workspace: '/srv/50% of $HOME',
  command: ['/opt/my node', '/opt/cc $ci/run.js'],
  environment: { PATH: '/bin:$x%' },
}

describe('a value in a unit', () => {
  it.each([
    [unitText, '/a b/50%$"', '/a b/50%%$"'],
    [unitWord, 'A=$b "c" \\d %e', '"A=$b \\"c\\" \\\\d %%e"'],
    [unitWord, 'two\nlines', '"two\\x0alines"'],
    [unitArgument, 'a $b$ 5%', '"a $$b$$ 5%%"'],
    [unitProgram, '/a b/$c%', '"/a b/$c%%"'],
  ])('%o writes %j as %j', (write, value, written) => {
    expect(write(value)).toBe(written)
  })

  it.each([
    [unitText, '/a\nb'],
    [unitText, '/a\\'],
    [unitText, ' /a'],
    [unitProgram, '/a"b'],
    [unitProgram, '/a\\b'],
  ])('%o refuses %j, which it cannot write', (write, value) => {
    expect(() => write(value)).toThrow(expect.objectContaining({ code: 'UNIT_VALUE_UNUSABLE' }))
  })
})

describe('the units', () => {
  const files = unitFiles(subject)
  const of = (ending: string) => files.find(({ name }) => name.endsWith(ending))?.content ?? ''

  it('keep the watchdog running, and let the loops outlive it', () => {
    expect(of('watchdog-work.service').split('\n')).toEqual(
      expect.arrayContaining([
        ...['Restart=always', 'RestartSec=10', 'StartLimitBurst=5', 'StartLimitIntervalSec=600'],
        ...['OOMPolicy=continue', 'KillMode=process', 'WantedBy=default.target'],
        'WorkingDirectory=/srv/50%% of $HOME',
        'Environment="PATH=/bin:$x%%"',
        'ExecStart="/opt/my node" "/opt/cc $$ci/run.js" "watchdog" "run"',
      ]),
    )
  })

  it('W-87: look for its heartbeat, and restart one that is stuck, but not for a look that failed', () => {
    expect(of('check.service')).toMatch(/"watchdog" "status" "--max-age" "120"$/m)
    expect(of('check.service')).toContain('OnFailure=cc-ci-watchdog-work-revive.service')
    expect(of('check.service')).toContain('SuccessExitStatus=2 3')
    expect(of('revive.service')).toContain('restart cc-ci-watchdog-work.service')
    expect(of('watchdog-work.service')).toContain('Wants=cc-ci-watchdog-work-check.timer')
    expect(of('check.timer')).toContain('PartOf=cc-ci-watchdog-work.service')
  })

  it('W-81: keep what a program needs of the environment, and no secret', () => {
    const environment = {
      ...{ PATH: '/bin', LC_ALL: 'C', CLAUDE_CONFIG_DIR: '/c', CC_CI_REPO: '/r', TZ: '' },
      ...{ ANTHROPIC_API_KEY: 'secret', CC_CI_SECRET_X: 'secret', CLAUDECODE: '1', GITHUB_TOKEN: 'secret' },
      ANTHROPIC_BASE_URL: 'https://me:secret@proxy.test',
    }
    expect(unitEnvironment(environment)).toEqual({
      CC_CI_REPO: '/r',
      CLAUDE_CONFIG_DIR: '/c',
      LC_ALL: 'C',
      PATH: '/bin',
    })
  })
})

describe('a unit on the disk', () => {
  const wanted = signUnit('[Unit]\nDescription=new\n')
  const older = signUnit('[Unit]\nDescription=old\n')

  it.each([
    ['missing', undefined],
    ['unchanged', wanted],
    ['outdated', older],
    ['changed-by-hand', older.replace('old', 'mine')],
    ['changed-by-hand', '[Unit]\nDescription=mine\n'],
    ['changed-by-hand', ''],
  ])('is %s: %j', (state, present) => {
    expect(judgeUnit(present, wanted)).toBe(state)
  })
})
