import { inflateSync } from 'node:zlib'

/** The pixels of a picture, row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  /** Bytes a pixel: 3 or 4. */
  readonly depth: number
  readonly data: Uint8Array
}

const headerLength = 33
const channelsOf: Readonly<Record<number, number>> = { 2: 3, 6: 4 }

/** Reads what Chromium writes: PNG of 8 bits a channel, with or without alpha, not interlaced. Throws for all else. */
export function readPng(png: Uint8Array): Pixels {
  const view = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  if (view.length < headerLength || view.toString('latin1', 12, 16) !== 'IHDR') throw new TypeError('not a PNG')
  const depth = channelsOf[view.readUInt8(25)]
  if (view.readUInt8(24) !== 8 || depth === undefined || view.readUInt8(28) !== 0)
    throw new TypeError('not a PNG as Chromium writes it')
  const [width, height] = [view.readUInt32BE(16), view.readUInt32BE(20)]
  return { width, height, depth, data: unfilter(inflateSync(pixelChunks(view)), { width, height, depth }) }
}

function pixelChunks(png: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 8; at + 12 <= png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  return Buffer.concat(parts)
}

/** Undoes the filter of each row (PNG specification, chapter 9); what lies outside of the picture counts as 0. */
function unfilter(raw: Buffer, { width, height, depth }: Omit<Pixels, 'data'>): Uint8Array {
  const length = width * depth
  const data = new Uint8Array(height * length)
  let above = new Uint8Array(length)
  for (let row = 0; row < height; row += 1) {
    const from = row * (length + 1)
    const line = data.subarray(row * length, (row + 1) * length)
    line.set(raw.subarray(from + 1, from + 1 + length))
    undoFilter(raw[from], line, { above, depth })
    above = line
  }
  return data
}

function undoFilter(
  filter: number | undefined,
  line: Uint8Array,
  { above, depth }: { above: Uint8Array; depth: number },
): void {
  if (filter === 0) return
  const predict = predictors[(filter ?? 0) - 1] ?? paeth
  for (let x = 0; x < line.length; x += 1) {
    const left = x < depth ? 0 : (line[x - depth] as number)
    const corner = x < depth ? 0 : (above[x - depth] as number)
    line[x] = (line[x] as number) + predict(left, above[x] as number, corner)
  }
}

type Predictor = (left: number, up: number, corner: number) => number

const paeth: Predictor = (left, up, corner) => {
  const toLeft = Math.abs(up - corner)
  const toUp = Math.abs(left - corner)
  const toCorner = Math.abs(left + up - 2 * corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

/** Filters 1 to 4. */
const predictors: readonly Predictor[] = [(left) => left, (_left, up) => up, (left, up) => (left + up) >> 1, paeth]
