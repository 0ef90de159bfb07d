/** From where comments are to be read on. */
export interface CommentCursor {
  /** Epoch seconds. */
  readonly since: number
  /** Of the answer that the same question got before; null when its address changed since. */
  readonly etag: string | null
}

/** Reads what `drawCursor` wrote; whatever else, also null, means to begin at `since`. */
export function readCursor(text: string | null, since: number): CommentCursor {
  const [, from = '', etag = ''] = /^(\d{1,12})(?: (.+))?$/.exec(text ?? '') ?? []
  return from === '' ? { since, etag: null } : { since: Number(from), etag: etag || null }
}

export function drawCursor({ since, etag }: CommentCursor): string {
  return etag === null ? `${since}` : `${since} ${etag}`
}
