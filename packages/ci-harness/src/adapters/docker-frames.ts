const headerBytes = 8

interface Frame {
  readonly stream: 'stdout' | 'stderr'
  readonly content: Buffer
}

/** Both streams apart. */
export function demultiplex(output: Buffer): { stdout: string; stderr: string } {
  const frames = framesOf(output)
  const text = (stream: Frame['stream']) =>
    Buffer.concat(frames.filter((frame) => frame.stream === stream).map(({ content }) => content)).toString('utf8')
  return { stdout: text('stdout'), stderr: text('stderr') }
}

/** Both streams as one, in the order they were written. */
export function interleave(output: Buffer): string {
  return Buffer.concat(framesOf(output).map(({ content }) => content)).toString('utf8')
}

/** Docker frames each piece: stream number, three zeroes, length. Output that has no frames (a terminal's) is one piece. */
function framesOf(output: Buffer): readonly Frame[] {
  const frames: Frame[] = []
  let at = 0
  while (at < output.length) {
    if (!isHeader(output, at)) return [...frames, { stream: 'stdout', content: output.subarray(at) }]
    const end = at + headerBytes + output.readUInt32BE(at + 4)
    frames.push({ stream: output[at] === 2 ? 'stderr' : 'stdout', content: output.subarray(at + headerBytes, end) })
    at = end
  }
  return frames
}

function isHeader(output: Buffer, at: number): boolean {
  return output.length - at >= headerBytes && (output[at] ?? 9) <= 2 && output.readUIntBE(at + 1, 3) === 0
}
