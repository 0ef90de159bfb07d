import { createHmac, timingSafeEqual } from 'node:crypto'

/** Cookies that only this app can have written: content and signature, under a key made from the app's own secret. */
export class SealedCookies {
  #key

  constructor(secret) {
    this.#key = createHmac('sha256', secret).update('cookies of the clubhouse').digest()
  }

  write(name, content, seconds) {
    const text = Buffer.from(JSON.stringify({ ...content, until: Date.now() + seconds * 1000 })).toString('base64url')
    return `${name}=${text}.${this.#sign(name, text)}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=Lax`
  }

  forget(name) {
    return `${name}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax`
  }

  /** Undefined for none, for one that somebody else wrote, and for one that is too old. */
  read(name, header = '') {
    const pairs = header.split(';').map((pair) => pair.trim().split('='))
    const [text = '', signature = ''] = pairs.find(([key]) => key === name)?.[1]?.split('.') ?? []
    const [given, wanted] = [Buffer.from(signature), Buffer.from(this.#sign(name, text))]
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
    const content = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return content.until > Date.now() ? content : undefined
  }

  #sign(name, text) {
    return createHmac('sha256', this.#key).update(`${name}=${text}`).digest('base64url')
  }
}
