import jpeg from 'jpeg-js'
import { loadRasteriser } from './rasterise.js'

const size = { width: 192, height: 120 }
const quality = 68

/** A screenshot as a JPEG of 192×120 and some 5 kB: lists show dozens of them. Throws when it is no picture. */
export async function drawThumbnail(png: Uint8Array): Promise<Buffer> {
  const { renderAsync } = await loadRasteriser()
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
  const { width, height } = size
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#fff"/><image href="${href}" width="${width}" height="${height}" preserveAspectRatio="xMidYMin slice"/></svg>`
  const image = await renderAsync(svg, { font: { loadSystemFonts: false }, imageRendering: 0 })
  return jpeg.encode({ data: image.pixels, width: image.width, height: image.height }, quality).data
}
