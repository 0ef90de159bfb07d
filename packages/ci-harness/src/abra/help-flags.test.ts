import { describe, expect, it } from 'vitest'
import { flagGuesses } from './guesses.js'
import { readHelpFlags, spellFlag, unconfirmedFlags } from './help-flags.js'

const cobra =
  'Usage:\n  abra app deploy [flags]\n\nFlags:\n  -C, --chaos         use --force or -x\n  -s, --server string   where\n'
const urfave = 'OPTIONS:\n   --chaos, -C  ignore changes\n   --server value, -s value  where\n'

describe('the flags that a help lists', () => {
  it.each([
    ['of cobra', cobra],
    ['of urfave', urfave],
  ])('are read from the help %s, not from what it says about them', (_, help) => {
    expect([...(readHelpFlags(help) ?? [])].sort()).toEqual(['--chaos', '--server', '-C', '-s'])
  })

  it('are unknown when it lists none', () => {
    expect(readHelpFlags('FATA unknown command')).toBeUndefined()
  })
})

describe('a believed flag', () => {
  const flag = { long: '--force', short: '-f' } as const

  it.each([
    ['is used by its long name where the help confirms it', flag, new Set(['--force']), '--force'],
    ['is left out where the help lacks it', flag, new Set(['-f']), undefined],
    ['is passed all the same when nothing works without it', { ...flag, needed: true as const }, new Set(['-x']), '-f'],
    ['is passed as believed where no help can be read', flag, undefined, '-f'],
  ])('%s', (_, guess, listed, spelt) => {
    expect(spellFlag(guess, listed)).toBe(spelt)
  })

  it('that was not confirmed is named', () => {
    const all = Object.values(flagGuesses['app deploy']).map(({ long }) => long)
    const without = new Set(all.filter((long) => long !== '--force'))

    expect(unconfirmedFlags(new Map([['app deploy', new Set(all)]]))).toEqual([])
    expect(unconfirmedFlags(new Map([['app deploy', without]]))).toEqual(['app deploy --force'])
    expect(unconfirmedFlags(new Map([['app new', undefined]]))).toEqual(['app new (no help)'])
  })
})
