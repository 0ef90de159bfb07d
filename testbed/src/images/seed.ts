import { mkdirSync } from 'node:fs'
import { dockerShell } from '../engine/docker-shell.js'
import { CcCiError } from '../errors.js'
import { withLock } from '../host/lock.js'
import { report } from '../progress.js'
import { buildBase } from './build-base.js'
import { baseImage, everyImage, resolveImages, type WantedImage } from './catalog.js'
import { contextHash, contextLabel } from './context-hash.js'
import { registryAnswers } from './registry-probe.js'
import { runGraph } from './run-graph.js'
import { stageContext } from './stage-context.js'

export interface SeedTarget {
  dockerHost: string
  cacheDir: string
  /** Prefix of one lock per family, so that a waiter waits only for what it needs. */
  lockFile: string
}

const parallelBuilds = 2

/** Makes sure that the named images exist, are what the repository describes, and builds only what is not. */
export async function seed(target: SeedTarget, names: readonly string[]): Promise<void> {
  const missing = await missingImages(target.dockerHost, names)
  if (missing.length === 0) return
  mkdirSync(target.cacheDir, { recursive: true })
  const families = [...new Set(missing.map((image) => image.family))]
  // npm needs no engine and no base image, so it runs beside them.
  const contexts = families
    .filter((family) => family.needs.includes('npm'))
    .map((family) => stageContext(family, target.cacheDir))
  const registry = missing.some((image) => !image.family.localOnly)
    ? registryAnswers(target.dockerHost)
    : Promise.resolve(false)
  const jobs = families.map((family) => ({
    id: family.name,
    after: family.parent === undefined ? [] : [family.parent.split(':')[0] ?? ''],
    run: () =>
      provideFamily(
        target,
        missing.filter((image) => image.family === family),
        registry,
      ),
  }))
  await Promise.all([runGraph(jobs, parallelBuilds), ...contexts])
}

/** Those of the named images that the engine lacks, or has from an older build context. */
async function missingImages(dockerHost: string, names: readonly string[]): Promise<WantedImage[]> {
  const wanted = resolveImages(names)
  const labels = await presentImages(dockerHost)
  return wanted.filter(({ reference, family }) => {
    const label = labels.get(reference)
    return label === undefined || (label !== '' && label !== contextHash(family))
  })
}

/** Every catalogue image that the engine has, with its context label; '' for one that was pulled. */
export async function presentImages(dockerHost: string): Promise<Map<string, string>> {
  const references = everyImage().map((image) => image.reference)
  const format = `{{json .RepoTags}} {{json (index .Config.Labels "${contextLabel}")}}`
  const shown = await dockerShell(dockerHost)({ nothrow: true })`docker image inspect -f ${format} ${references}`
  const pairs = shown.stdout
    .split('\n')
    .filter((line) => line.startsWith('['))
    .flatMap((line) => {
      const [tags = '[]', label = '""'] = line.split(' ')
      return (JSON.parse(tags) as string[]).map((tag) => [tag, JSON.parse(label) ?? ''] as const)
    })
  return new Map(pairs)
}

/** One family's versions one after the other: from the second on the builder has every layer. */
function provideFamily(target: SeedTarget, images: readonly WantedImage[], registry: Promise<boolean>): Promise<void> {
  const folder = images[0]?.family.folder ?? ''
  return withLock(`${target.lockFile}-${folder}`, async () => {
    const references = images.map((image) => image.reference)
    const still = await missingImages(target.dockerHost, references) // Another process may have been first.
    for (const image of still.filter(({ reference }) => references.includes(reference))) {
      const pulled = !image.family.localOnly && (await registry) && (await pull(target.dockerHost, image.reference))
      if (!pulled) await build(target, image)
      report(`${pulled ? 'pulled' : 'built'} ${image.reference}`)
    }
  })
}

async function pull(dockerHost: string, reference: string): Promise<boolean> {
  const result = await dockerShell(dockerHost)({ nothrow: true })`docker pull -q ${reference}`
  return result.exitCode === 0
}

async function build(target: SeedTarget, { family, reference, version }: WantedImage): Promise<void> {
  const hash = contextHash(family)
  if (reference === baseImage) return buildBase(target.dockerHost, target.cacheDir, hash)
  const folder = await stageContext(family, target.cacheDir)
  const $d = dockerShell(target.dockerHost)
  const options = ['--network', 'host', '--build-arg', `VERSION=${version}`, '--label', `${contextLabel}=${hash}`]
  const result = await $d({ nothrow: true })`docker build -q ${options} ${proxyArguments()} -t ${reference} ${folder}`
  if (result.exitCode === 0) return
  throw new CcCiError('TESTBED_BUILD_FAILED', `image ${reference} did not build`, {
    hint: `${result.stdout}${result.stderr}`.trim().split('\n').slice(-12).join('\n'),
  })
}

function proxyArguments(): string[] {
  const names = ['http_proxy', 'https_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()])
  return names.filter((name) => process.env[name]).flatMap((name) => ['--build-arg', name])
}
