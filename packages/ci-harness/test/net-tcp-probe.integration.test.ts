import { createServer, type Server } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { NetTcpProbe } from '../src/adapters/net-tcp-probe.js'

const host = '127.0.0.1'

/** A port of this host that takes connections until the server is closed. */
async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.end())
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => void server.close())
  return { server, port: (server.address() as { port: number }).port }
}

it('connects, and leaves no connection open', async () => {
  const { server, port } = await listen()
  const closed = new Promise((resolve) => server.once('connection', (socket) => socket.once('close', resolve)))

  expect(await new NetTcpProbe().connect({ host, port, timeoutMs: 5_000 })).toEqual({ connected: true })
  await closed
})

it('V-12: says that a port refuses', async () => {
  const { server, port } = await listen()
  await new Promise((resolve) => server.close(resolve))
  const answer = await new NetTcpProbe().connect({ host, port, timeoutMs: 5_000 })

  expect(answer).toEqual({ connected: false, why: 'ECONNREFUSED' })
})

it('says that a name is unknown', async () => {
  const answer = await new NetTcpProbe().connect({ host: 'nobody.invalid', port: 1, timeoutMs: 5_000 })

  expect(answer).toMatchObject({ connected: false, why: expect.stringMatching(/ENOTFOUND|EAI_AGAIN|no answer/) })
})

it('finds a name of the app where the proxy listens, and any other name where it leads', async () => {
  const { port } = await listen()
  const probe = new NetTcpProbe({ proxy: { address: `${host}:443` } })
  const target = { host: 'app.invalid', port, timeoutMs: 5_000 }

  expect(await probe.connect({ ...target, isOfApp: true })).toEqual({ connected: true })
  expect(await probe.connect(target)).toMatchObject({ connected: false })
})
