import { describe, expect, it } from 'vitest'
import { expandEnv } from './env-expansion.js'
import { parseEnvFile } from './env-file.js'
import { setEnvValue, writeEnvFile } from './env-writer.js'

const read = (text: string) => expandEnv(parseEnvFile(text, { file: 'app.env' }))

describe('setEnvValue', () => {
  it.each([
    ['replaces in place and keeps modifiers', 'S=v1 # length=9\nB=c\n', 'S=v2 # length=9\nB=c\n'],
    ['fills an empty value before a comment', 'S= # none\n', 'S=v2 # none\n'],
    ['replaces a quoted value whole', "S='a b' # x=y\n", 'S=v2 # x=y\n'],
    ['replaces a value over two lines', 'S="a\nb"\nB=c\n', 'S=v2\nB=c\n'],
    ['keeps export and Windows line ends', 'export S=v1\r\nB=c\r\n', 'export S=v2\r\nB=c\r\n'],
    ['changes the last of equal keys, which is the one that counts', 'S=a\nS=b\n', 'S=a\nS=v2\n'],
    ['leaves a commented-out key alone', '#S=v1\n', '#S=v1\nS=v2\n'],
    ['A-17: adds the final newline that a comment line lacks', 'B=c\n# the end', 'B=c\n# the end\nS=v2\n'],
    ['starts an empty file', '', 'S=v2\n'],
  ])('%s', (_, text, expected) => {
    expect(setEnvValue(text, 'S', 'v2')).toBe(expected)
  })

  it('refuses a key that no env file can hold', () => {
    expect(() => setEnvValue('', 'A B', 'c')).toThrow(expect.objectContaining({ code: 'ENV_FILE_INVALID' }))
  })
})

const pieces = ['', 'a', ' ', '#', "'", '"', '\\', '$A', '${A:-x}', '`', '\n', '\r', '=', 'é', '\\n', '\t']

describe('writeEnvFile', () => {
  it('reads back exactly what was written, whatever three awkward pieces a value is made of', () => {
    const samples = pieces.flatMap((a) => pieces.flatMap((b) => pieces.map((c) => a + b + c)))
    for (const value of samples) expect(read(writeEnvFile({ A: 'before', V: value, Z: 'after' })).V).toBe(value)
  })

  it.each([
    ['nothing', '', ''],
    ['a plain value', 'v1', 'v1'],
    ['a value that needs quotes', 'a b', "'a b'"],
    ['a dollar', '$A', "'$A'"],
    ['a backslash, which abra takes for an escape even in single quotes', 'a\\', '"a\\\\"'],
    ['a single quote', "it's $A", '"it\'s \\$A"'],
  ])('writes %s the shortest way that abra reads too', (_, value, expected) => {
    expect(writeEnvFile({ A: value })).toBe(`A=${expected}\n`)
  })

  it('writes next to what is there without touching it', () => {
    expect(writeEnvFile({ A: '1', B: 'x y' }, 'A=0 # keep')).toBe("A=1 # keep\nB='x y'\n")
  })
})
