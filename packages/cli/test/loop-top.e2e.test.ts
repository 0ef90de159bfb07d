import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { programWords } from './built-program.js'
import { writeLoopWorkspace, writeWatchedBuilder } from './watched-workspace.js'

it.each(['q', 'C-c'])(
  'loop top fills a terminal of 80 columns and 24 rows without a scroll, and ends with %s',
  async (key) => {
    const folder = temporaryFolder(onTestFinished)
    writeLoopWorkspace(folder)
    writeWatchedBuilder(folder)
    const socket = join(folder, 'top.sock')
    const tmux = (...args: string[]) =>
      execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' })
    onTestFinished(() => void spawnSync('tmux', ['-S', socket, 'kill-server']))
    const program = [...programWords, 'loop', 'top']
    const line = `${program.map((word) => `'${word}'`).join(' ')}; echo "ended with $?"; exec cat`
    tmux('new-session', '-d', '-x', '80', '-y', '24', '-c', folder, `cd '${folder}'; ${line}`)
    const screen = () => tmux('capture-pane', '-p')
    await until(() => /^builder +RESTARTING/m.test(screen()))
    const before = screen().split('\n')
    expect(before[0]).toMatch(/^\d{4}-\d\d-\d\dT/)
    expect(before.length).toBeLessThanOrEqual(25)
    await until(() => screen().split('\n')[0] !== before[0])
    tmux('resize-window', '-x', '100', '-y', '12')
    await until(() => !screen().includes('RESTARTS and NUDGES'))
    tmux('send-keys', key)
    await until(() => screen().includes('ended with 0'))
    expect(screen()).not.toContain('RESTARTING')
  },
)

/** Looks until it holds; a loaded machine may take its time. */
async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 45_000, interval: 200 }).toBe(true)
}
