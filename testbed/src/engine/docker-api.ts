import http from 'node:http'

const agent = new http.Agent({ keepAlive: true })

/** GET on the Engine API over its unix socket, parsed; refuses an answer that is not 2xx. */
export function getFromDocker<T>(socketPath: string, path: string, timeoutMs = 5000): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = http.get({ socketPath, path, agent, timeout: timeoutMs }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        const status = response.statusCode ?? 0
        if (status >= 200 && status < 300) resolve(JSON.parse(body) as T)
        else reject(new Error(`${path} answered ${status}: ${body.trim()}`))
      })
    })
    request.on('timeout', () => request.destroy(new Error(`${path} did not answer within ${timeoutMs} ms`)))
    request.on('error', reject)
  })
}

export function withFilters(path: string, filters: Record<string, readonly string[]>): string {
  return `${path}?filters=${encodeURIComponent(JSON.stringify(filters))}`
}

/** True when a Docker Engine answers on this socket. */
export async function answers(socketPath: string): Promise<boolean> {
  try {
    await getFromDocker(socketPath, '/version')
    return true
  } catch {
    return false
  }
}
