import { expect, it } from 'vitest'
import { terminalSocket } from './terminal-socket.js'

it('lies below the state folder, and elsewhere where that path is too long for a socket', () => {
  expect(terminalSocket('/srv/w', {})).toBe('/srv/w/.cc-ci/loops/tmux.sock')
  const long = `/srv/${'x'.repeat(90)}`
  const socket = terminalSocket(long, { XDG_RUNTIME_DIR: '/run/user/7' })
  expect(socket).toMatch(/^\/run\/user\/7\/cc-ci-[0-9a-f]{16}\/tmux\.sock$/)
  expect(terminalSocket(`${long}y`, { XDG_RUNTIME_DIR: '/run/user/7' })).not.toBe(socket)
})
