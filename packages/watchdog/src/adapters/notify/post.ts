export interface Request {
  readonly url: string
  readonly method: 'POST' | 'PUT' | 'GET'
  readonly token: string | undefined
  readonly body: object | undefined
  readonly timeoutMs: number
}

/** Whether it was taken. Says neither address nor token, for both may be secrets. */
export async function post({
  url,
  method,
  token,
  body,
  timeoutMs,
}: Request): Promise<{ delivered: boolean; detail: string }> {
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  try {
    const response = await fetch(url, {
      method,
      headers,
      // A redirect would carry the token to wherever it leads.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    await response.body?.cancel()
    return { delivered: response.ok, detail: `HTTP ${response.status}` }
  } catch (error) {
    return { delivered: false, detail: describe(error, timeoutMs) }
  }
}

function describe(error: unknown, timeoutMs: number): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`
  return cause?.code ?? 'the connection failed'
}
