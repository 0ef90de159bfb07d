const block = 512

export type TarEntry =
  | { readonly kind: 'file'; readonly content: Buffer }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'other' }

/** An archive of one file with mode 0644, owned by root, as Docker's archive interface takes it. */
export function packFile(name: string, content: Uint8Array, mtimeSeconds = 0): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`a file name of more than 100 bytes: ${name}`)
  const header = Buffer.alloc(block)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${octal(content.length, 11)} `, 124)
  header.write(`${octal(mtimeSeconds, 11)} `, 136)
  header.write(' '.repeat(8), 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(`${octal(checksum(header), 6)}\0 `, 148)
  const padding = Buffer.alloc((block - (content.length % block)) % block)
  return Buffer.concat([header, content, padding, Buffer.alloc(2 * block)])
}

/** The first entry of an archive, as Go writes it: a link target that is long or not ASCII stands in a header before it. */
export function unpackFirst(archive: Buffer): TarEntry {
  let at = 0
  let linkPath: string | undefined
  while (at + block <= archive.length && archive[at] !== 0) {
    const type = text(archive, at + 156, 1) || '0'
    const size = Number.parseInt(text(archive, at + 124, 12), 8) || 0
    const content = archive.subarray(at + block, at + block + size)
    if (type === '0') return { kind: 'file', content }
    if (type === '2') return { kind: 'link', target: linkPath ?? text(archive, at + 157, 100) }
    if (!'xgLK'.includes(type)) break
    linkPath = /^\d+ linkpath=(.*)$/m.exec(content.toString('utf8'))?.[1] ?? linkPath
    at += block + Math.ceil(size / block) * block
  }
  return { kind: 'other' }
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

function checksum(header: Buffer): number {
  return header.reduce((sum, byte) => sum + byte, 0)
}

function text(archive: Buffer, start: number, length: number): string {
  const field = archive.subarray(start, start + length).toString('utf8')
  return field.split('\0')[0] ?? ''
}
