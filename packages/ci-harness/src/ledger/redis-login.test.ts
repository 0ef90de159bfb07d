import { describe, expect, it } from 'vitest'
import { readComposeService } from '../recipe/compose-service.js'
import { redisLogin } from './redis-login.js'

const loginOf = (raw: object) => redisLogin(readComposeService('r', raw as Record<string, unknown>))

describe('the login of a Redis', () => {
  it.each([
    ['no command', undefined, {}],
    [
      'a file, in a shell line',
      ['sh', '-c', 'redis-server --requirepass "$(cat /run/secrets/pw)"'],
      { file: '/run/secrets/pw' },
    ],
    [
      'a file, escaped for Compose',
      'redis-server --requirepass $$(cat /run/secrets/pw) --save 60 1',
      { file: '/run/secrets/pw' },
    ],
    [
      'a file, in backquotes',
      ['sh', '-c', 'redis-server --requirepass `cat /run/secrets/pw`'],
      { file: '/run/secrets/pw' },
    ],
    ['a variable', ['sh', '-c', 'redis-server --requirepass "$${SECRET}"'], { variable: 'SECRET' }],
    ['a word of its own, spaces and all', ['redis-server', '--requirepass', 'p w$'], { word: 'p w$' }],
    ['a word in quotes', "redis-server --requirepass 'p w'", { word: 'p w' }],
    ['another port', ['redis-server', '--port', '6400'], { port: '6400' }],
    ['a configuration file', ['redis-server', '/etc/own/redis.conf'], { config: '/etc/own/redis.conf' }],
  ])(
    'is read from %s',
    (_, command, expected: Partial<Record<'file' | 'variable' | 'word' | 'port' | 'config', string>>) => {
      expect(loginOf({ image: 'redis:7', command })).toEqual({
        CC_CI_PORT: expected.port ?? '6379',
        CC_CI_CONFIG: expected.config ?? '',
        CC_CI_PASSWORD_VARIABLE: expected.variable ?? '',
        ...(expected.file !== undefined && { CC_CI_PASSWORD_FILE: expected.file }),
        ...(expected.word !== undefined && { REDISCLI_AUTH: expected.word }),
      })
    },
  )

  it('is read from the entry point too', () => {
    expect(loginOf({ entrypoint: ['redis-server', '--requirepass', 'x'] })).toMatchObject({ REDISCLI_AUTH: 'x' })
  })
})
