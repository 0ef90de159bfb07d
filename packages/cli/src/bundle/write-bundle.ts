import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { CcCiError, type ProcessRunner } from '@cc-ci/kernel'
import { type BundledFile, type BundleLimits, collectFiles } from './collect-files.js'

export interface WrittenBundle {
  readonly bundle: string
  /** Relative to the run folder. */
  readonly files: readonly string[]
  /** What was cut or left out, a sentence each. */
  readonly notes: readonly string[]
}

export interface BundleWorld {
  readonly processes: ProcessRunner
  readonly environment: Readonly<Record<string, string | undefined>>
}

const limits: BundleLimits = { file: 2 * 1024 ** 2, total: 32 * 1024 ** 2 }
const tarLimitMs = 120_000

/**
 * Packs a run folder into one .tar.gz that can be shown to others: everything in it is redacted, nothing comes from
 * outside the folder, and `BUNDLE.txt` says what was cut or left out. Throws BUNDLE_FAILED; no half file remains.
 */
export async function writeBundle(folder: string, output: string, world: BundleWorld): Promise<WrittenBundle> {
  const { files, notes } = await collectFiles(folder, limits)
  const staging = await mkdtemp(join(tmpdir(), 'cc-ci-bundle-'))
  const name = `cc-ci-run-${basename(folder).replace(/[^\w.-]/g, '_')}`
  try {
    await lay(join(staging, name), [{ path: 'BUNDLE.txt', content: Buffer.from(contents(files, notes)) }, ...files])
    await mkdir(dirname(output), { recursive: true })
    await pack(staging, name, `${output}.part`, world)
    await rename(`${output}.part`, output)
  } catch (error) {
    await rm(`${output}.part`, { force: true }).catch(() => undefined)
    if (error instanceof CcCiError) throw error
    throw bundleFailed(output, (error as Error).message, error)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  return { bundle: output, files: files.map(({ path }) => path), notes }
}

async function lay(root: string, files: readonly BundledFile[]): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content, { mode: 0o644 })
  }
}

async function pack(
  folder: string,
  name: string,
  output: string,
  { processes, environment }: BundleWorld,
): Promise<void> {
  // A colon in the name of an archive means another host to tar; numbers instead of names tell nothing of this one.
  const plain = ['--force-local', '--sort=name', '--owner=0', '--group=0', '--numeric-owner']
  const { exitCode, stderr } = await processes.run(
    'tar',
    ['--create', '--gzip', ...plain, `--file=${output}`, `--directory=${folder}`, name],
    { cleanEnv: true, env: { PATH: environment.PATH ?? '/usr/bin:/bin' }, timeoutMs: tarLimitMs },
  )
  if (exitCode !== 0) throw bundleFailed(output, stderr)
}

function bundleFailed(output: string, why: string, cause?: unknown): CcCiError {
  return new CcCiError('BUNDLE_FAILED', `The bundle ${output} could not be written: ${why.trim()}`, {
    hint: 'Check that its folder is writable and that GNU tar and gzip are installed; --output names another place.',
    cause,
  })
}

function contents(files: readonly BundledFile[], notes: readonly string[]): string {
  return [
    'What one run of cc-ci left behind. Values that look like secrets, by key or by shape, are replaced by ***.',
    '',
    ...files.map(({ path, content }) => `${String(content.length).padStart(9)}  ${path}`),
    ...(notes.length === 0 ? [] : ['', ...notes]),
    '',
  ].join('\n')
}
