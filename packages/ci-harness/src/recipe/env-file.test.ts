import { describe, expect, it } from 'vitest'
import { expandEnv } from './env-expansion.js'
import { parseEnvFile } from './env-file.js'

const parse = (text: string) => parseEnvFile(text, { file: '.env.sample' })
const values = (text: string, outside = {}) => expandEnv(parse(text), outside)

describe('parseEnvFile and expandEnv', () => {
  it.each([
    ['a plain value', 'A=b', 'b'],
    ['an exported value', 'export A=b', 'b'],
    ['nothing', 'A=', ''],
    ['nothing before a comment', 'A= # none', ''],
    ['blanks around the equals sign', 'A = b', 'b'],
    ['an unquoted value with spaces', 'A=/ /var/lib/docker', '/ /var/lib/docker'],
    ['an unquoted value with a trailing comment', 'A=v1 # length=128', 'v1'],
    ['a colour', 'A=#ff00aa', '#ff00aa'],
    ['a URL with a fragment', 'A=https://x/#y', 'https://x/#y'],
    ['an equals sign in the value', 'A=b=c==', 'b=c=='],
    ['single-quoted backticks', "A=', `www.x`'", ', `www.x`'],
    ['a dollar in single quotes', "B=x\nA='$B${B}'", '$B${B}'],
    ['a backslash before the closing single quote', "A='b\\'\nB='c'", 'b\\'],
    ['a comment sign in quotes', 'A="b # c" # d', 'b # c'],
    ['an escaped quote', 'A="b\\"c"', 'b"c'],
    ['an escaped dollar', 'B=x\nA="\\$B"', '$B'],
    ['an unquoted escaped dollar', 'B=x\nA=\\$B', '$B'],
    ['a newline escape', 'A="b\\nc"', 'b\nc'],
    ['a value over two lines', 'A="b\nc"\nB=d', 'b\nc'],
    ['quotes inside an unquoted value', 'A=say "hi"', 'say "hi"'],
    ['a variable', 'B=x\nA=$B.y', 'x.y'],
    ['a braced variable', 'B=x\nA="${B}y"', 'xy'],
    ['a default for a missing variable', 'A=${B:-x}', 'x'],
    ['a default for an empty variable', 'B=\nA=${B:-x}', 'x'],
    ['a dash default, which an empty variable keeps out', 'B=\nA=${B-x}', ''],
    ['a variable in a default', 'C=x\nA=${B:-$C}', 'x'],
    ['an unknown variable', 'A=a${B}c$D', 'ac'],
    ['a password hash', 'A=$2y$05$abc', '$2y$05$abc'],
    ['an overlay appended to COMPOSE_FILE', 'A=compose.yml\nA="$A:compose.x.yml"', 'compose.yml:compose.x.yml'],
    ['the last of equal keys', 'A=b\nA=c', 'c'],
    ['Windows line ends', 'A=b\r\nB=c\r\n', 'b'],
    ['a byte order mark', '\uFEFFA=b', 'b'],
  ])('reads %s', (_, text, expected) => {
    expect(values(text)).toMatchObject({ A: expected })
  })

  it('sees outside variables only where the file has none of its own', () => {
    expect(values('A=$X$Y\nX=in\nB=$X', { X: 'out', Y: '!' })).toEqual({ A: 'out!', X: 'in', B: 'in' })
  })

  it.each([
    ['one', 'SECRET_X_VERSION=v1 # length=128', { length: '128' }],
    [
      'several',
      'SECRET_X_VERSION=v1 # length=64 charset=default,special',
      { length: '64', charset: 'default,special' },
    ],
    ['generate', 'SECRET_X_VERSION="v1"   # generate=false', { generate: 'false' }],
    ['none in prose', 'SECRET_X_VERSION=v1 # the password', {}],
  ])('reads modifiers: %s', (_, text, expected) => {
    expect(parse(text).entries[0]?.modifiers).toEqual(expected)
  })

  it('keeps a commented-out key apart', () => {
    const { entries, disabled } = parse('# Secrets\n#SECRET_X_VERSION=v1 # length=9\n# SECRET_Y_VERSION=v1\nA=b')
    expect(entries.map((entry) => entry.key)).toEqual(['A'])
    expect(disabled).toEqual([
      { key: 'SECRET_X_VERSION', line: 2 },
      { key: 'SECRET_Y_VERSION', line: 3 },
    ])
  })

  it('counts lines across values that span several', () => {
    expect(parse('A="1\n2\n3"\n\nB=x').entries.map((entry) => entry.line)).toEqual([1, 5])
  })

  it.each([
    ['a line without an equals sign', 'A=b\nnonsense', { line: 2 }],
    ['a name with a dash', 'A-B=c', { line: 1 }],
    ['an unclosed quote', 'B=1\n\nA="b', { line: 3, key: 'A' }],
    ['text after a closing quote', "A='it's'", { line: 1, key: 'A' }],
  ])('refuses %s and says where it stands', (_, text, place) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'ENV_FILE_INVALID', exitCode: 2, place: { file: '.env.sample', ...place } }),
    )
  })

  it('never repeats a value in its error', () => {
    expect(() => parse('TOKEN="hunter2"hunter3')).toThrow(/^\.env\.sample:1: TOKEN has text after its closing quote$/)
  })
})
