import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { $ } from 'zx'
import { materialiseExamples } from './materialise-examples.js'

let root: string
let examples: string
let out: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'materialise-examples-'))
  examples = join(root, 'examples')
  out = join(root, 'out')
  await put('tiny/versions/1.10.0+2.0/compose.yml', 'image: tiny:2.0')
  await put('tiny/versions/1.9.0+1.0/compose.yml', 'image: tiny:1.0')
  await put('tiny/versions/1.9.0+1.0/dropped-later', 'old')
  await put('tiny/head/compose.yml', 'image: tiny:3.0')
  await put('tiny/head/.env.sample', 'TYPE=tiny')
  await put('tiny/head/hook.sh', '#!/bin/sh')
  await chmod(join(examples, 'tiny/head/hook.sh'), 0o755)
})

afterEach(() => rm(root, { recursive: true, force: true }))

async function put(path: string, text: string): Promise<void> {
  const file = join(examples, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

async function git(...args: string[]): Promise<string> {
  return (await $({ cwd: join(out, 'tiny'), quiet: true })`git ${args}`).stdout.trim()
}

describe('materialiseExamples', () => {
  it('makes one commit and one annotated tag per release in version order, then the head on main', async () => {
    const [tiny] = await materialiseExamples(examples, out)

    expect(tiny).toEqual({
      name: 'tiny',
      folder: join(out, 'tiny'),
      versions: ['1.9.0+1.0', '1.10.0+2.0'],
      built: true,
    })
    expect(await git('log', '--reverse', '--format=%s', 'main')).toBe('release 1.9.0+1.0\nrelease 1.10.0+2.0\nhead')
    expect(await git('for-each-ref', '--format=%(refname:short) %(objecttype)', 'refs/tags')).toBe(
      '1.10.0+2.0 tag\n1.9.0+1.0 tag',
    )
    expect(await git('show', '1.10.0+2.0:compose.yml')).toBe('image: tiny:2.0')
    expect(await git('log', '-1', '--format=%an <%ae> %cn <%ce>')).toBe(
      'cc-ci examples <examples@example.org> cc-ci examples <examples@example.org>',
    )
  })

  it('makes lightweight tags where a file says so, also once the file comes', async () => {
    await materialiseExamples(examples, out)
    await put('tiny/lightweight', '')
    await materialiseExamples(examples, out)

    expect(await git('for-each-ref', '--format=%(objecttype)', 'refs/tags')).toBe('commit\ncommit')
  })

  it('checks out exactly the files of the head, with their modes', async () => {
    await materialiseExamples(examples, out)

    expect((await readdir(join(out, 'tiny'))).sort()).toEqual(['.env.sample', '.git', 'compose.yml', 'hook.sh'])
    expect((await stat(join(out, 'tiny/hook.sh'))).mode & 0o111).toBe(0o111)
    expect(await git('ls-files', '-s', 'hook.sh')).toMatch(/^100755 /)
    expect(await git('status', '--porcelain')).toBe('')
  })

  it('gives the same hashes anywhere, whatever git settings and repository it is called from', async () => {
    await materialiseExamples(examples, out)
    const first = await git('rev-parse', 'main', '1.9.0+1.0')

    process.env.GIT_DIR = join(root, 'nowhere')
    process.env.GIT_AUTHOR_NAME = 'somebody else'
    onTestFinished(() => {
      delete process.env.GIT_DIR
      delete process.env.GIT_AUTHOR_NAME
    })
    await materialiseExamples(examples, join(root, 'elsewhere'))
    delete process.env.GIT_DIR

    out = join(root, 'elsewhere')
    expect(await git('rev-parse', 'main', '1.9.0+1.0')).toBe(first)
  })

  it('leaves a repository alone that is up to date', async () => {
    await materialiseExamples(examples, out)
    const before = await stat(join(out, 'tiny'))

    const [again] = await materialiseExamples(examples, out)

    expect(again?.built).toBe(false)
    expect((await stat(join(out, 'tiny'))).ino).toBe(before.ino)
  })

  it.each([
    ['a file changed', () => put('tiny/head/compose.yml', 'image: tiny:4.0')],
    ['a file was added', () => put('tiny/versions/1.9.0+1.0/README.md', 'new')],
    ['a file was removed', () => rm(join(examples, 'tiny/head/.env.sample'))],
    ['a file became executable', () => chmod(join(examples, 'tiny/head/compose.yml'), 0o755)],
    ['a release was added', () => put('tiny/versions/1.11.0+3.0/compose.yml', 'image: tiny:3.0')],
  ])('makes the repository anew after %s', async (_what, change) => {
    await materialiseExamples(examples, out)
    const before = await git('rev-parse', 'main')

    await change()
    const [again] = await materialiseExamples(examples, out)

    expect(again?.built).toBe(true)
    expect(await git('rev-parse', 'main')).not.toBe(before)
    expect(await readdir(out)).toEqual(['tiny'])
  })

  it('keeps the repository that is there when making the new one fails', async () => {
    await materialiseExamples(examples, out)
    const before = await git('rev-parse', 'main')

    await put('tiny/versions/not a tag/compose.yml', 'image: tiny:0')
    await expect(materialiseExamples(examples, out)).rejects.toThrow(/not a valid tag name/)

    expect(await git('rev-parse', 'main')).toBe(before)
    expect(await readdir(out)).toEqual(['tiny'])
  })

  it('keeps what else lies in the out folder, and ignores folders that are no examples', async () => {
    await put('recipes/tiny/recipe.yaml', 'healthPath: /')
    await mkdir(join(out, 'mine'), { recursive: true })
    await writeFile(join(out, 'mine/file'), 'kept')

    await materialiseExamples(examples, out)

    expect((await readdir(out)).sort()).toEqual(['mine', 'tiny'])
    expect(await readFile(join(out, 'mine/file'), 'utf8')).toBe('kept')
  })

  it('says which example has no head', async () => {
    await put('half/versions/1.0.0+1/compose.yml', 'image: half:1')
    await expect(materialiseExamples(examples, out)).rejects.toThrow(/half has versions\/ but no head\/ folder/)
  })

  it('refuses a folder without any example', async () => {
    await expect(materialiseExamples(join(root, 'nothing-here'), out)).rejects.toThrow(/holds no example/)
  })
})
