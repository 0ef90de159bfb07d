import { app, type ComposeCase, compose } from './compose-case.js'

export interface RefusedCase extends ComposeCase {
  /** What `docker stack config` says. */
  readonly docker: string
  /** File, line and message that the harness says without it. */
  readonly why: string
}

function refused(what: string, [docker, why]: readonly [string, string], ...files: readonly string[]): RefusedCase {
  return { ...compose(what, ...files), docker, why: why || docker }
}

/** What is judged before a deploy, because the deploy could no longer see it. */
export const refusedCases: readonly RefusedCase[] = [
  refused(
    'a list at the top',
    ['top-level object must be a mapping', 'compose.yml:1: top-level object must be a mapping'],
    '- a',
  ),
  refused(
    'services as a list',
    ['services must be a mapping', 'compose.yml:2: services must be a mapping'],
    '\nservices: [a]',
  ),
  refused(
    'a service as a list',
    ['services.b must be a mapping', 'compose.yml:3: services.b must be a mapping'],
    'services:\n  a: {image: x}\n  b: [1]',
  ),
  refused(
    'broken YAML in an overlay',
    ['yaml: line', 'compose.1.yml:2: is not YAML'],
    app('tty: true'),
    'services:\n  a: {image: x',
  ),
  refused(
    'a key twice',
    ['already defined', 'compose.yml:3: is not YAML'],
    'services:\n  a: {image: x}\n  a: {image: y}',
  ),
  refused(
    'an alias of nothing',
    ['unknown anchor', 'compose.yml:1: is not YAML: Unresolved alias'],
    'services: {a: *none}',
  ),
  refused(
    'a merge of what is no map',
    ['map merge requires map', 'compose.yml:1: is not YAML: Merge sources must be maps'],
    'services: {a: {<<: 5}}',
  ),
  refused(
    'a required variable that is missing',
    [
      'required variable NO is missing a value: say it',
      'compose.yml:4: invalid interpolation format for services.a.environment.X',
    ],
    `services:\n  a:\n    environment:\n      X: "\${NO:?say it}"`,
  ),
  refused(
    'a lone dollar',
    ['invalid interpolation format', 'compose.yml:3: invalid interpolation format for services.a.command'],
    'services:\n  a:\n    command: a $',
  ),
  refused(
    'a number that is none',
    ['failed to cast', 'compose.yml:2: error while interpolating'],
    `services:\n  a: {deploy: {replicas: "\${A}"}}`,
  ),
  refused(
    'a label that is a boolean',
    [
      'must be a string, number or null',
      'compose.yml:2: services.a.deploy.labels.traefik.enable must be a string, number or null',
    ],
    'services:\n  a: {deploy: {labels: {traefik.enable: true}}}',
  ),
  refused(
    'a number among variables',
    ['must be a string', 'compose.yml:1: services.app.environment.0 must be a string'],
    app('environment: [5]'),
  ),
  refused(
    'a variable twice',
    ['must be unique', 'compose.yml:1: services.app.environment array items[0,1] must be unique'],
    app('environment: [A=1, A=1]'),
  ),
  refused(
    'labels without content',
    ['must be a mapping', 'compose.yml:1: services.app.labels must be a mapping'],
    app('labels: '),
  ),
  refused(
    'two versions',
    ['version mismatched', 'compose.1.yml:1: version mismatched between two composefiles : 3.8 and 3.13'],
    `version: "3.8"\n${app('tty: true')}`,
    app('tty: true'),
  ),
]
