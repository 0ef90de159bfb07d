import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { $ } from 'zx'

/** One example as a git repository: branch `main` ends at the unreleased head, each release has an annotated tag. */
export interface MaterialisedExample {
  readonly name: string
  /** The repository's work tree, with the head checked out. */
  readonly folder: string
  /** Release tags, oldest first. */
  readonly versions: readonly string[]
  /** False when the repository was there already, made from the same files. */
  readonly built: boolean
}

const author = { name: 'cc-ci examples', email: 'examples@example.org' }
const firstRelease = Date.UTC(2024, 0, 1) / 1000
const day = 86_400
const byVersion = new Intl.Collator('en', { numeric: true }).compare
const stampFile = join('.git', 'made-from')
/** Part of every stamp: raise it when the same files must give another repository. */
const layout = '1'

/**
 * Makes `<out>/<name>` from each `<examples>/<name>/{versions/<version>,head}`. The same files give the same commit
 * hashes on every machine, and a repository that is up to date is left alone. A file `lightweight` beside `head` makes
 * its tags lightweight.
 */
export async function materialiseExamples(examples: string, out: string): Promise<MaterialisedExample[]> {
  const names = await exampleNames(examples)
  if (names.length === 0) throw new Error(`${examples} holds no example: none of its folders has a head/ folder`)
  await mkdir(out, { recursive: true })
  const made: MaterialisedExample[] = []
  for (const name of names) made.push(await materialiseExample(join(examples, name), join(out, name), name))
  return made
}

async function materialiseExample(source: string, folder: string, name: string): Promise<MaterialisedExample> {
  const versions = (await foldersIn(join(source, 'versions'))).sort(byVersion)
  const stamp = await hashOf(source)
  const built = (await stampOf(folder)) !== stamp
  if (built) await replaceRepository(folder, stamp, (building) => commitAll(source, versions, building))
  return { name, folder, versions, built }
}

/** Builds beside the place and moves in at the end, so that nobody ever clones a half-made repository. */
async function replaceRepository(
  folder: string,
  stamp: string,
  build: (building: string) => Promise<void>,
): Promise<void> {
  const building = `${folder}.building-${process.pid}`
  const retired = `${folder}.retired-${process.pid}`
  try {
    await mkdir(building)
    await build(building)
    await writeFile(join(building, stampFile), stamp)
    if (existsSync(folder)) await rename(folder, retired)
    await rename(building, folder)
  } catch (error) {
    // Another process that makes the same repository may be the first to move in.
    if ((await stampOf(folder)) !== stamp) throw error
  } finally {
    await rm(building, { recursive: true, force: true })
    await rm(retired, { recursive: true, force: true })
  }
}

async function commitAll(source: string, versions: readonly string[], repository: string): Promise<void> {
  await gitIn(repository, 0)`git init --quiet --template= --initial-branch=main`
  for (const [index, version] of versions.entries()) {
    const git = gitIn(repository, index)
    await fillWorkTree(join(source, 'versions', version), repository)
    await git`git add --all --force && git commit --quiet --allow-empty --message=${`release ${version}`}`
    const kind = isLightweight(source) ? [] : ['--annotate', `--message=${version}`]
    await git`git tag ${kind} ${version}`
  }
  await fillWorkTree(join(source, 'head'), repository)
  await gitIn(repository, versions.length)`git add --all --force && git commit --quiet --allow-empty --message=head`
}

async function fillWorkTree(from: string, repository: string): Promise<void> {
  for (const entry of await readdir(repository)) {
    if (entry !== '.git') await rm(join(repository, entry), { recursive: true })
  }
  await cp(from, repository, { recursive: true })
}

/** Git that sees neither the user's settings nor the repository it may have been called from. */
function gitIn(cwd: string, daysAfterFirstRelease: number) {
  const date = `${firstRelease + daysAfterFirstRelease * day} +0000`
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('GIT_'))
  return $({
    cwd,
    quiet: true,
    env: {
      ...Object.fromEntries(inherited),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
      GIT_COMMITTER_DATE: date,
    },
  })
}

async function exampleNames(examples: string): Promise<string[]> {
  const names = await foldersIn(examples)
  const unfinished = names.find((name) => existsSync(join(examples, name, 'versions')) && !hasHead(examples, name))
  if (unfinished !== undefined) throw new Error(`${join(examples, unfinished)} has versions/ but no head/ folder`)
  return names.filter((name) => hasHead(examples, name)).sort()
}

function hasHead(examples: string, name: string): boolean {
  return existsSync(join(examples, name, 'head'))
}

async function foldersIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

async function stampOf(folder: string): Promise<string | undefined> {
  const file = join(folder, stampFile)
  return existsSync(file) ? readFile(file, 'utf8') : undefined
}

const isLightweight = (source: string): boolean => existsSync(join(source, 'lightweight'))

/** Covers what git would record of each file: its path, its content and whether it may be executed. */
async function hashOf(source: string): Promise<string> {
  const hash = createHash('sha256').update(isLightweight(source) ? `${layout} lightweight` : layout)
  for (const part of ['versions', 'head']) {
    if (!existsSync(join(source, part))) continue
    const entries = await readdir(join(source, part), { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.sort()) {
      const content = await readFile(file)
      const executable = ((await stat(file)).mode & 0o100) !== 0
      hash.update(JSON.stringify([relative(source, file), executable, content.length])).update(content)
    }
  }
  return hash.digest('hex')
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const [examples, out] = process.argv.slice(2)
  if (examples === undefined || out === undefined) {
    console.error('usage: materialise-examples <examples folder> <out folder>')
    process.exit(2)
  }
  for (const { name, built, versions } of await materialiseExamples(resolve(examples), resolve(out))) {
    console.log(`${name}: ${versions.length} releases and a head${built ? '' : ', up to date'}`)
  }
}
