import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { endpointSchema, type WorkspaceConfig, workspaceConfigSchema } from '@cc-ci/contracts/workspace-config'
import { type DocumentProblem, readYamlDocument } from '@cc-ci/contracts/yaml-document'
import { CcCiError } from '@cc-ci/kernel'

/** A workspace: the folder of cc-ci.yaml, or the working directory when there is none. */
export interface Workspace {
  readonly folder: string
  /** Undefined when no cc-ci.yaml was found upwards. */
  readonly file: string | undefined
  /** Whether CC_CI_REPO named the folder, so that whoever set up this machine vouches for it. */
  readonly named: boolean
  readonly config: WorkspaceConfig
  /** Keys whose value came from the environment, with the variable's name. */
  readonly overridden: Readonly<Record<string, string>>
}

const overrides = {
  zone: 'CC_CI_ZONE',
  runsDir: 'CC_CI_RUNS_DIR',
  capacity: 'CC_CI_CAPACITY',
  runLimit: 'CC_CI_RUN_LIMIT',
  'engine.endpoint': 'CC_CI_ENDPOINT',
} as const

/** Reads the cc-ci.yaml of the folder CC_CI_REPO, or else the one found upwards; other `CC_CI_*` variables win over it. */
export function loadWorkspace(cwd: string, environment: Readonly<Record<string, string | undefined>>): Workspace {
  const root = environment.CC_CI_REPO
  const named = root !== undefined && root !== ''
  const file = named ? fileIn(resolve(cwd, root)) : findUpwards(cwd)
  const folder = file === undefined ? cwd : dirname(file)
  const config = file === undefined ? workspaceConfigSchema.parse({ version: 1 }) : readConfig(file)
  const set = Object.entries(overrides).flatMap(([key, name]) => {
    const value = environment[name]
    return value === undefined || value === '' ? [] : [{ key, name, value }]
  })
  const merged = set.reduce<WorkspaceConfig>((soFar, { key, value }) => override(soFar, key, value), config)
  const checked = workspaceConfigSchema.safeParse(merged)
  if (!checked.success) {
    const names = set.map(({ name }) => name).join(', ')
    throw new CcCiError(
      'ENVIRONMENT_INVALID',
      `One of ${names} has a wrong value: ${checked.error.issues[0]?.message ?? ''}.`,
      {
        hint: 'Unset it, or give it a value that cc-ci.yaml would accept.',
        exitCode: 2,
      },
    )
  }
  return {
    folder,
    file,
    named,
    config: checked.data,
    overridden: Object.fromEntries(set.map(({ key, name }) => [key, name])),
  }
}

/** Where Docker and the proxy are: the endpoint file when it exists, else the configuration, else Docker's own default. */
export function endpointOf({ config, folder }: Workspace): {
  dockerHost: string | undefined
  proxy: WorkspaceConfig['engine']['proxy']
} {
  const { endpoint, dockerHost, proxy } = config.engine
  const file = endpoint === undefined ? undefined : resolve(folder, endpoint)
  if (file === undefined || !existsSync(file)) return { dockerHost, proxy }
  const read = endpointSchema.safeParse(parseJson(readFileSync(file, 'utf8')))
  if (read.success) return { dockerHost: read.data.dockerHost, proxy: read.data.proxy }
  throw new CcCiError('ENDPOINT_INVALID', `The endpoint file ${file} is not {dockerHost, proxy}.`, {
    hint: 'Write it anew (the test bed does: pnpm testbed up), or remove engine.endpoint from cc-ci.yaml.',
    place: { file },
    exitCode: 2,
  })
}

/** A root that leads nowhere must stop the run: it once emptied the list of enrolled recipes. */
function fileIn(folder: string): string {
  const file = join(folder, 'cc-ci.yaml')
  if (existsSync(file)) return file
  throw new CcCiError('CONFIG_MISSING', `CC_CI_REPO is ${folder}, but there is no cc-ci.yaml.`, {
    hint: 'Set it to the folder of the workspace, or unset it.',
    place: { file },
    exitCode: 2,
  })
}

function findUpwards(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, 'cc-ci.yaml')
    if (existsSync(file)) return file
    if (dirname(folder) === folder) return undefined
  }
}

function readConfig(file: string): WorkspaceConfig {
  const read = readYamlDocument(workspaceConfigSchema, readFileSync(file, 'utf8'))
  if (read.ok) return read.value
  throw configInvalid(file, read.problems)
}

function configInvalid(file: string, [first, ...more]: readonly DocumentProblem[]): CcCiError {
  const others = more.map(({ line, message }) => `; line ${line} ${message}`).join('')
  return new CcCiError(
    'CONFIG_INVALID',
    `${file}, line ${first?.line ?? 1}, ${first?.message ?? 'is not valid'}${others}.`,
    {
      hint: first?.hint ?? 'See what it may hold: cc-ci config schema',
      place: { file, line: first?.line ?? 1, key: first?.key ?? '' },
      exitCode: 2,
    },
  )
}

function override(config: WorkspaceConfig, key: string, value: string): WorkspaceConfig {
  if (key === 'engine.endpoint') return { ...config, engine: { ...config.engine, endpoint: value } }
  return { ...config, [key]: key === 'capacity' || key === 'runLimit' ? Number(value) : value }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
