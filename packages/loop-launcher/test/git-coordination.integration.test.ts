import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  amendment,
  builder,
  type CoordinationBed,
  coordinationBed,
  git,
  open,
  publish,
  publishKilledAt,
} from './coordination-bed.js'

const bed = (): CoordinationBed => coordinationBed(temporaryFolder(onTestFinished))

const subjects = (folder: string): string[] => git(folder, 'log', '--format=%s', 'main').split('\n')

describe('a command that is killed', () => {
  it.each(['add', 'commit'])('before git %s is completed by the next one, which says so', async (action) => {
    const { clone, remote } = bed()
    expect(await publishKilledAt(action, clone, 'claim(1/D1): first')).toBe(137)
    expect(subjects(clone)).toEqual(['Begin'])

    const { notices } = await publish(clone, amendment('claim(1/D2): second', '1/STATUS.md', 'both\n'))
    expect(notices).toEqual(['“claim(1/D1): first” had been interrupted and is complete now.'])
    expect(subjects(remote)).toEqual(['claim(1/D2): second', 'claim(1/D1): first', 'Begin'])
    expect(git(remote, 'show', 'main~1:protocol/1/STATUS.md')).toBe('claim(1/D1): first')
  })

  it('before git push has its commit pushed by the next one, even if that only reads', async () => {
    const { clone, remote } = bed()
    expect(await publishKilledAt('push', clone, 'claim(1/D1): first')).toBe(137)
    expect(subjects(remote)).toEqual(['Begin'])

    const { notices, files } = await (await open(clone)).coordination.read()
    expect(notices).toEqual(['Commits that had waited for the remote are pushed now.'])
    expect(files.get('1/STATUS.md')).toBe('claim(1/D1): first\n')
    expect(subjects(remote)).toEqual(['claim(1/D1): first', 'Begin'])
  })

  it('is not completed over what somebody wrote since, and that is said once', async () => {
    const { clone, write } = bed()
    await publishKilledAt('commit', clone, 'claim(1/D1): first')
    write('protocol/1/STATUS.md', 'by hand\n')

    const state = await (await open(clone)).coordination.read()
    expect(state.notices).toEqual([
      expect.stringMatching(/“claim\(1\/D1\): first” had been interrupted, and .* run it again/),
    ])
    expect((await (await open(clone)).coordination.read()).notices).toEqual([])
    expect(readFileSync(join(clone, 'protocol/1/STATUS.md'), 'utf8')).toBe('by hand\n')
  })

  it('in the middle of a rebase leaves the clone on its branch for the next one', async () => {
    const { clone, folder, remote } = bed()
    git(clone, 'remote', 'set-url', 'origin', join(folder, 'nowhere'))
    await publish(clone, amendment('claim(1/D1): first'))
    git(clone, 'remote', 'set-url', 'origin', remote)
    const other = join(folder, 'other')
    git(folder, 'clone', '--quiet', remote, other)
    await publish(other, amendment('veto(1): wait', '1/REVIEW.md'))
    git(clone, 'fetch', '--quiet')
    git(clone, '-c', 'sequence.editor=sed -i s/^pick/edit/', 'rebase', '--quiet', '--interactive', 'origin/main')
    writeFileSync(join(clone, '.git/cc-ci/rebasing'), '')
    await publish(clone, amendment('claim(1/D2): second', '1/STATUS.md', 'both\n')).catch(() => undefined)

    expect(git(clone, 'symbolic-ref', '--short', 'HEAD')).toBe('main')
    expect(
      (await publish(clone, amendment('claim(1/D2): again', '1/STATUS.md', 'both, again\n'))).unpushedBecause,
    ).toBeUndefined()
    expect(subjects(remote)).toEqual(
      expect.arrayContaining(['veto(1): wait', 'claim(1/D1): first', 'claim(1/D2): again']),
    )
  })
})

describe('publishing', () => {
  it('commits the protocol file alone, whatever else is staged or changed', async () => {
    const { clone, write } = bed()
    write('staged.txt', 'staged\n')
    git(clone, 'add', 'staged.txt')
    write('code.txt', 'changed\n')
    write('protocol/1/JOURNAL.md', 'thoughts\n')
    await publish(clone, amendment('veto(1): wait', '1/REVIEW.md'))

    expect(git(clone, 'show', '--format=', '--name-only', 'HEAD')).toBe('protocol/1/REVIEW.md')
    expect(git(clone, 'status', '--porcelain')).toBe('M code.txt\nA  staged.txt\n?? protocol/1/JOURNAL.md')
  })

  it('pushes no code that its owner has not pushed (C-05), and says why it waits', async () => {
    const { clone, remote, write } = bed()
    write('code.txt', 'mine\n')
    git(clone, 'commit', '--quiet', '--all', '--message=Not ready')

    expect((await publish(clone, amendment('veto(1): wait', '1/REVIEW.md'))).unpushedBecause).toMatch(
      /not ours to push/,
    )
    expect(subjects(remote)).toEqual(['Begin'])
  })

  it('runs no hooks of the clone and heeds no git variables that it inherits', async () => {
    const { clone, remote, folder } = bed()
    for (const hook of ['pre-commit', 'commit-msg', 'pre-push', 'post-commit']) {
      writeFileSync(join(clone, '.git/hooks', hook), `#!/bin/sh\ntouch ${folder}/hooked\nexit 1\n`)
      chmodSync(join(clone, '.git/hooks', hook), 0o755)
    }
    await publish(clone, amendment('claim(1/D1): x'), { GIT_DIR: join(folder, 'nowhere'), GIT_INDEX_FILE: '/nowhere' })

    expect(existsSync(join(folder, 'hooked'))).toBe(false)
    expect(subjects(remote)).toEqual(['claim(1/D1): x', 'Begin'])
  })

  it('says in the remote’s words why it took nothing', async () => {
    const { clone, remote } = bed()
    writeFileSync(join(remote, 'hooks/pre-receive'), '#!/bin/sh\nexit 1\n')
    chmodSync(join(remote, 'hooks/pre-receive'), 0o755)

    expect((await publish(clone, amendment('claim(1/D1): x'))).unpushedBecause).toBe('pre-receive hook declined')
  })

  it('W-83: leaves the lock of another git alone and says what to do', async () => {
    const { clone } = bed()
    writeFileSync(join(clone, '.git/index.lock'), '')

    await expect(publish(clone, amendment('claim(1/D1): x'))).rejects.toMatchObject({ code: 'GIT_INDEX_LOCKED' })
    expect(existsSync(join(clone, '.git/index.lock'))).toBe(true)
  })

  it('writes through no link that leads out of the clone', async () => {
    const { clone, folder } = bed()
    symlinkSync(folder, join(clone, 'protocol'))

    await expect(publish(clone, amendment('claim(1/D1): x'))).rejects.toMatchObject({ code: 'PROTOCOL_FOLDER_INVALID' })
    expect(existsSync(join(folder, '1/STATUS.md'))).toBe(false)
  })

  it('is refused where both sides changed the same lines, and all is as before', async () => {
    const { clone, folder, remote } = bed()
    await publish(clone, amendment('claim(1/D1): base'))
    const other = join(folder, 'other')
    git(folder, 'clone', '--quiet', remote, other)
    git(clone, 'remote', 'set-url', 'origin', join(folder, 'nowhere'))
    await publish(clone, amendment('claim(1/D1): here'))
    git(clone, 'remote', 'set-url', 'origin', remote)
    await publish(other, amendment('claim(1/D1): there'))

    await expect(publish(clone, amendment('claim(1/D1): again'))).rejects.toMatchObject({ code: 'PROTOCOL_DIVERGED' })
    expect(subjects(clone)[0]).toBe('claim(1/D1): here')
    expect(git(clone, 'status', '--porcelain')).toBe('')
    const { files } = await (await open(clone)).coordination.read()
    expect(files.get('1/STATUS.md')).toMatch(/<<<<<<< /)
  })
})

describe('reading', () => {
  it('gives back every byte, in whatever line ends, and follows no links', async () => {
    const { clone, write } = bed()
    const texts = { '1/A.md': 'no end', '1/B.md': 'é\r\n\r\n', '1/C.md': '', '1/D.md': '\n\n', '1/E.md': 'x\r' }
    for (const [path, text] of Object.entries(texts)) write(`protocol/${path}`, text)
    symlinkSync('A.md', join(clone, 'protocol/1/LINK.md'))
    git(clone, 'add', '--all')
    git(clone, '-c', 'core.autocrlf=false', 'commit', '--quiet', '--message=Write by hand')

    expect(Object.fromEntries((await (await open(clone)).coordination.read()).files)).toEqual(texts)
  })

  it('names a file that is no text', async () => {
    const { clone, write } = bed()
    write('protocol/1/STATUS.md', Uint8Array.from([0x41, 0xff, 0xfe, 0x0a]))
    git(clone, 'add', '--all')
    git(clone, 'commit', '--quiet', '--message=Write by hand')

    await expect((await open(clone)).coordination.read()).rejects.toMatchObject({
      ...{ code: 'PROTOCOL_FILE_UNREADABLE', message: expect.stringContaining('1/STATUS.md') },
    })
  })

  it('works before the first protocol file, and without a remote', async () => {
    const { clone } = bed()
    git(clone, 'remote', 'remove', 'origin')
    const { coordination, tree } = await open(clone)

    expect(await coordination.read()).toMatchObject({ files: new Map(), remote: { kind: 'none' } })
    expect(await tree.state()).toMatchObject({ pushed: false, branch: 'main', dirty: [] })
  })
})

describe('the coordination repository', () => {
  it('may be a clone of its own: the code is the other one, and all of it counts', async () => {
    const { clone, folder } = bed()
    const state = coordinationBed(temporaryFolder(onTestFinished))
    const { coordination, tree } = await open(clone, { repository: state.clone })
    await coordination.publish(builder, async () => amendment('claim(1/D1): x'))

    expect(subjects(state.remote)).toEqual(['claim(1/D1): x', 'Begin'])
    expect(subjects(clone)).toEqual(['Begin'])
    expect(await tree.state()).toMatchObject({ folder: join(folder, 'clone'), pushed: true })
  })

  it('may be named by its address: a clone of another one is refused', async () => {
    const { clone } = bed()
    git(clone, 'remote', 'set-url', 'origin', 'https://somebody:pass@example.org/loops.git')

    await expect(open(clone, { repository: 'https://example.org/loops' })).resolves.toBeDefined()
    await expect(open(clone, { repository: 'https://example.org/other' })).rejects.toMatchObject({
      code: 'PROTOCOL_CLONE_MISSING',
    })
  })

  it('knows which commits of the code hold which others, and what changed since', async () => {
    const { clone, write } = bed()
    const first = git(clone, 'rev-parse', 'HEAD')
    await publish(clone, amendment('claim(1/D1): x'))
    const { tree } = await open(clone)
    expect(await tree.state()).toMatchObject({ commit: first, pushed: true })
    expect(await tree.facts(first)).toMatchObject({ commit: first, onMain: true, changedSince: false })

    write('code.txt', 'new\n')
    git(clone, 'commit', '--quiet', '--all', '--message=Change')
    const second = git(clone, 'rev-parse', 'HEAD')
    expect(await tree.facts(second)).toMatchObject({ onMain: false })
    git(clone, 'push', '--quiet')
    expect(await tree.facts(first.slice(0, 8))).toMatchObject({ commit: first, changedSince: true })
    expect(await tree.contains(second, first)).toBe(true)
    expect(await tree.contains(first, second)).toBe(false)
    for (const name of ['main', '--all', 'f'.repeat(40), '']) expect(await tree.facts(name)).toBeUndefined()
  })
})
