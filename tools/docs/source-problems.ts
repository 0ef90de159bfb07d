import type { RepositoryFiles } from './repository-files.js'

/** Folders that exist on somebody's machine only; in documents also the folder for temporary files. Tests make up their own. */
const machineFolder = /(?<![\w.$}:-])\/(root|home|work|Users)\/\w/
const temporaryFolder = /(?<![\w.$}-])\/tmp\/\w/
const mostLines = 250

export function machinePaths(files: RepositoryFiles): string[] {
  const untested = new Map([...files].filter(([path]) => !path.endsWith('.test.ts')))
  return eachLine(untested, (line, path) =>
    machineFolder.test(line) || (path.endsWith('.md') && temporaryFolder.test(line))
      ? 'names a folder of one machine'
      : undefined,
  )
}

/** Hosts that the sources may name; a package registry or mirror is a matter of the machine's own settings. */
const knownHosts = new Set(['github.com', 'hub.docker.com', 'json-schema.org', 'json.schemastore.org'])
for (const host of ['docs.ntfy.sh', 'scripts.sil.org', 'spec.matrix.org', 'unpkg.com', 'www.npmjs.com', 'www.w3.org'])
  knownHosts.add(host)
/** Loopback, names without a dot, and the names that RFC 2606 reserves. */
const nobodysHost =
  /^(127\.0\.0\.1|\[::1\]|[^.]*|(.*\.)?(test|example|invalid|localhost)|(.*\.)?example\.(com|net|org))$/

export function foreignHosts(files: RepositoryFiles): string[] {
  return eachLine(files, (line) => {
    const hosts = [...line.matchAll(/https?:\/\/([\w.-]+|\[::1\])/g)].map(([, host = '']) => host)
    const foreign = hosts.find((host) => !knownHosts.has(host) && !nobodysHost.test(host))
    return foreign === undefined ? undefined : `names the host ${foreign}`
  })
}

/** R-09: an app that is scaled or updated by hand is not what its recipe makes of it. */
export function handMadeUpdates(files: RepositoryFiles): string[] {
  const sources = new Map([...files].filter(([path]) => /^packages\/[^/]+\/(src|programs)\//.test(path)))
  return eachLine(sources, (line) =>
    /\bdocker\b.*\bservice['",\s]+(scale|update|rollback)\b|getService\(.*\.update\(|\/services\/.*\/update/.test(line)
      ? 'changes a service by hand'
      : undefined,
  )
}

export function packagesWithoutLicence(files: RepositoryFiles): string[] {
  const licence = files.get('LICENSE')
  return [...files.keys()]
    .flatMap((path) => /^(packages\/[^/]+)\/package\.json$/.exec(path)?.[1] ?? [])
    .filter((folder) => licence === undefined || files.get(`${folder}/LICENSE`) !== licence)
    .map((folder) => `${folder} has not the LICENSE of the repository`)
}

export function longFiles(files: RepositoryFiles): string[] {
  return [...files].flatMap(([path, text]) => {
    const lines = text.split('\n').length - 1
    const counts = /^packages\/[^/]+\/src\/.*\.ts$/.test(path) && !path.endsWith('.test.ts')
    return counts && lines > mostLines ? [`${path} has ${lines} lines, above ${mostLines}`] : []
  })
}

function eachLine(files: RepositoryFiles, judge: (line: string, path: string) => string | undefined): string[] {
  return [...files].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => {
      const problem = judge(line, path)
      return problem === undefined ? [] : [`${path}:${index + 1} ${problem}`]
    }),
  )
}

/** A double handed in goes through its port's contract suite; a module that is replaced goes through nothing. */
export function replacedModules(files: RepositoryFiles): string[] {
  const sources = new Map([...files].filter(([path]) => path.endsWith('.ts')))
  return eachLine(sources, (line) => (/\bvi\.(mock|doMock|stubGlobal)\(/.test(line) ? 'replaces a module' : undefined))
}
