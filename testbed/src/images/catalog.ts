import { CcCiError } from '../errors.js'

/** Software that the bed can offer under one repository name in several versions. */
export interface ImageFamily {
  /** Repository, as recipes write it. */
  name: string
  /** Build context below `testbed/images/`. */
  folder: string
  versions: readonly string[]
  /** The image its Dockerfile starts FROM. */
  parent: string | undefined
  /** No public registry has it (or not as the tests need it), so it is always built. */
  localOnly: boolean
  /** What a build context needs that is not in the repository. */
  needs: readonly ('node' | 'npm')[]
}

export const baseImage = 'debian:bookworm-slim'
export const proxyImage = 'cc-ci/testbed-proxy:1'

const onDebian = { parent: baseImage, localOnly: false, needs: [] } as const
const onNode = { parent: 'node:20.19.0', localOnly: true, needs: ['npm'] } as const

export const proxyFamily: ImageFamily = {
  ...onDebian,
  name: 'cc-ci/testbed-proxy',
  folder: 'proxy',
  versions: ['1'],
  localOnly: true,
  needs: ['node'],
}

/** Version numbers are names: the software is what Debian has, and each version differs in a label. */
export const families: readonly ImageFamily[] = [
  { ...onDebian, name: 'debian', folder: 'base', versions: ['bookworm-slim'], parent: undefined, localOnly: true },
  proxyFamily,
  { ...onDebian, name: 'postgres', folder: 'postgres', versions: ['15.12', '15.13', '15.14'] },
  { ...onDebian, name: 'node', folder: 'node', versions: ['20.19.0', '20.18.0'], needs: ['node'], localOnly: true },
  { ...onNode, name: 'guestbook', folder: 'guestbook', versions: ['1.0.0', '1.1.0', '1.2.0', '1.3.0'] },
  { ...onDebian, name: 'restic/restic', folder: 'restic', versions: ['0.14.0'], localOnly: true },
  { ...onDebian, name: 'wordpress', folder: 'wordpress', versions: ['6.1.6', '6.1.7', '6.1.9'] },
  { ...onDebian, name: 'mariadb', folder: 'mariadb', versions: ['10.11.9', '10.11.11', '10.11.13'] },
  {
    ...onDebian,
    name: 'dokuwiki',
    folder: 'dokuwiki',
    versions: ['2022-07-31a', '2022-07-31b', '2022-07-31c'],
    localOnly: true,
  },
  { ...onDebian, name: 'nginx', folder: 'nginx', versions: ['1.26.3', '1.27.0', '1.27.2', '1.28.0'] },
  { ...onDebian, name: 'redis', folder: 'redis', versions: ['7.0.15', '7.2.4'] },
  { ...onDebian, name: 'python', folder: 'python', versions: ['3.13-slim'] },
  {
    ...onDebian,
    name: 'counter',
    folder: 'counter',
    versions: ['1.0.0', '1.1.0'],
    parent: 'python:3.13-slim',
    localOnly: true,
  },
  { ...onNode, name: 'tiddlywiki', folder: 'tiddlywiki', versions: ['5.4.0', '5.4.1', '5.4.2'] },
  { ...onNode, name: 'oidc-provider', folder: 'oidc-provider', versions: ['8.8.0', '8.8.1'] },
  { ...onNode, name: 'clubhouse', folder: 'clubhouse', versions: ['1.0.0', '1.1.0'] },
]

const sets: Record<string, readonly string[]> = {
  quickstart: ['cc-ci/testbed-proxy', 'postgres', 'guestbook', 'restic/restic'],
  all: families.map((family) => family.name),
}

export interface WantedImage {
  reference: string
  version: string
  family: ImageFamily
}

/** Image names, repository names and set names to the images they mean, parents first. */
export function resolveImages(names: readonly string[]): WantedImage[] {
  const wanted = new Set<string>()
  for (const name of names.flatMap((one) => sets[one] ?? [one])) {
    for (const image of imagesNamed(name)) addWithParents(image, wanted)
  }
  return everyImage().filter((image) => wanted.has(image.reference))
}

export function everyImage(): WantedImage[] {
  return families.flatMap((family) =>
    family.versions.map((version) => ({ reference: `${family.name}:${version}`, version, family })),
  )
}

function imagesNamed(name: string): WantedImage[] {
  const found = everyImage().filter((image) => image.reference === name || image.family.name === name)
  if (found.length > 0) return found
  throw new CcCiError('TESTBED_UNKNOWN_IMAGE', `the test bed has no image ${name}`, {
    exitCode: 2,
    hint: `sets: ${Object.keys(sets).join(', ')}; images: ${everyImage()
      .map((image) => image.reference)
      .join(', ')}`,
  })
}

function addWithParents(image: WantedImage, wanted: Set<string>): void {
  wanted.add(image.reference)
  if (image.family.parent === undefined) return
  for (const parent of imagesNamed(image.family.parent)) addWithParents(parent, wanted)
}
