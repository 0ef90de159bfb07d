import { crc32, deflateSync } from 'node:zlib'

export type Filter = 0 | 1 | 2 | 3 | 4

/** A PNG of 8-bit RGB, each row with the filter of that number; its pixels are what `colourAt` says. */
export function drawPng(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => readonly [number, number, number],
  filterOf: (row: number) => Filter = () => 0,
): Uint8Array {
  const plain = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => [...colourAt(x, y)]).flat(),
  )
  const rows = plain.map((row, y) => [filterOf(y), ...filtered(row, plain[y - 1] ?? [], filterOf(y))])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = deflateSync(Buffer.from(rows.flat()))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

/** What the PNG specification calls filtering: the difference to what the pixels around foretell. */
function filtered(row: readonly number[], above: readonly number[], filter: Filter): number[] {
  return row.map((value, x) => {
    const [left, up, corner] = [row[x - 3] ?? 0, above[x] ?? 0, (x < 3 ? 0 : above[x - 3]) ?? 0]
    const guess = left + up - corner
    const nearest = [left, up, corner].reduce((best, each) =>
      Math.abs(guess - each) < Math.abs(guess - best) ? each : best,
    )
    return (value - ([0, left, up, Math.floor((left + up) / 2), nearest][filter] ?? 0)) & 0xff
  })
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  whole.set(body, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}
