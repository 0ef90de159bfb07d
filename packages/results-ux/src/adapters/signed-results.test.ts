import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signRun, verifyRun } from './signed-results.js'
import { ownKeyId } from './signing-key.js'

let home: string
let keyFile: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cc-ci-signed-'))
  keyFile = join(home, 'state/cc-ci/signing-key.pem')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function writeRun(runId: string, level = 2): string {
  const folder = join(home, 'runs', runId)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(exampleRunResult({ runId, level }), null, 2)}\n`)
  return folder
}

const verify = (folder: string, trustedKeys: readonly string[] = []) => verifyRun(folder, { keyFile, trustedKeys })

describe('a signed result', () => {
  it('is known as this host’s own, wherever its folder is moved', async () => {
    const folder = writeRun('1')
    await signRun(folder, keyFile)
    const moved = join(home, 'elsewhere')
    mkdirSync(moved)
    for (const file of readdirSync(folder)) writeFileSync(join(moved, file), readFileSync(join(folder, file)))
    expect(await verify(moved)).toEqual({ outcome: 'valid', by: 'this host', keyId: ownKeyId(keyFile) })
  })

  it('is changed when a level was pasted in', async () => {
    const folder = writeRun('1')
    await signRun(folder, keyFile)
    const file = join(folder, 'results.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"level": 2', '"level": 5'))
    expect(await verify(folder)).toMatchObject({ outcome: 'changed' })
  })

  it('does not vouch for another run', async () => {
    const [one, other] = [writeRun('1'), writeRun('2', 5)]
    await signRun(other, keyFile)
    writeFileSync(join(one, 'results.json.sig'), readFileSync(join(other, 'results.json.sig')))
    expect(await verify(one)).toMatchObject({ outcome: 'changed' })
  })

  it('of another host is valid by an unknown key, until that key is trusted', async () => {
    const folder = writeRun('1')
    const foreign = join(home, 'foreign.pem')
    await signRun(folder, foreign)
    const keyId = ownKeyId(foreign) ?? ''
    expect(await verify(folder)).toEqual({ outcome: 'unknownKey', keyId })
    expect(await verify(folder, [keyId])).toEqual({ outcome: 'valid', by: 'a trusted key', keyId })
  })

  it('is not trusted by the fingerprint that its file claims', async () => {
    const folder = writeRun('1')
    await signRun(folder, join(home, 'foreign.pem'))
    const file = join(folder, 'results.json.sig')
    await signRun(writeRun('own'), keyFile)
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), keyId: ownKeyId(keyFile) }))
    expect(await verify(folder)).toMatchObject({ outcome: 'unknownKey' })
  })

  it.each([
    ['no JSON', '{'],
    ['another document', '{"version": 2}'],
    ['empty', ''],
  ])('is unreadable when its signature is %s, and unsigned without one', async (_, text) => {
    const folder = writeRun('1')
    expect(await verify(folder)).toEqual({ outcome: 'unsigned' })
    writeFileSync(join(folder, 'results.json.sig'), text)
    expect(await verify(folder)).toMatchObject({ outcome: 'unreadable' })
  })
})

describe('the key of a host', () => {
  it('is made once, for its owner’s eyes only, and leaves nothing else', async () => {
    await signRun(writeRun('1'), keyFile)
    const first = ownKeyId(keyFile)
    await signRun(writeRun('2'), keyFile)
    expect(ownKeyId(keyFile)).toBe(first)
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(home, 'state/cc-ci'))).toEqual(['signing-key.pem'])
  })

  it('does not appear in the signature', async () => {
    const folder = writeRun('1')
    await signRun(folder, keyFile)
    const secret = readFileSync(keyFile, 'utf8').split('\n')[1] ?? ''
    expect(readFileSync(join(folder, 'results.json.sig'), 'utf8')).not.toContain(secret.slice(-43))
  })

  it.each([
    ['can be read by others', () => chmodSync(keyFile, 0o644), 'chmod 600'],
    ['is damaged', () => writeFileSync(keyFile, 'no key'), 'Remove it'],
    [
      'is of another kind',
      () =>
        writeFileSync(
          keyFile,
          generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
        ),
      'Remove it',
    ],
  ])('is refused, by name and with what to do, when it %s', async (_, spoil, hint) => {
    await signRun(writeRun('1'), keyFile)
    spoil()
    await expect(signRun(writeRun('2'), keyFile)).rejects.toMatchObject({
      code: 'SIGNING_KEY_UNUSABLE',
      message: expect.stringContaining(keyFile),
      hint: expect.stringContaining(hint),
    })
  })
})
