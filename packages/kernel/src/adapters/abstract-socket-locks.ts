import { createHash } from 'node:crypto'
import { connect, createServer, type Server } from 'node:net'
import { CcCiError } from '../errors.js'
import type { ExclusiveLock, ExclusiveLocks } from '../ports/exclusive-lock.js'

/**
 * Locks by abstract sockets of Linux: the kernel frees one with its process, no file is left behind, and no child
 * inherits it. They are known within one network namespace.
 */
export class AbstractSocketLocks implements ExclusiveLocks {
  async tryTake(name: string): Promise<ExclusiveLock | undefined> {
    if (process.platform !== 'linux') {
      throw new CcCiError(
        'PLATFORM_UNSUPPORTED',
        `Loops and the watchdog need Linux, and this is ${process.platform}.`,
        {
          hint: 'Run them on a Linux host or in a virtual machine.',
        },
      )
    }
    const server = createServer((socket) => socket.destroy())
    const taken = await listen(server, socketName(name))
    return taken ? { release: () => close(server) } : undefined
  }

  isHeld(name: string): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const socket = connect(socketName(name), () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? resolve(false) : reject(error),
      )
    })
  }
}

/** An abstract name is 107 bytes at most. */
function socketName(name: string): string {
  return `\0cc-ci-${createHash('sha256').update(name).digest('hex').slice(0, 40)}`
}

function listen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    server.listen(path, () => {
      server.unref()
      resolve(true)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
