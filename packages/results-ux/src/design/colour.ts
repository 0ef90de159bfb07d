type Rgb = readonly [number, number, number]

/** WCAG 2.2 contrast ratio of two `#RRGGBB` colours, 1 to 21: w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrastRatio(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** Takes most of the colour out of a fill while keeping its luminance, hence also its contrast with any ink. */
export function desaturate(colour: string, share = 0.75): string {
  const grey = luminance(colour)
  const mixed = linear(colour).map((channel) => channel + (grey - channel) * share)
  return `#${mixed.map((channel) => toHex(encode(channel))).join('')}`
}

function luminance(colour: string): number {
  const [red, green, blue] = linear(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linear(colour: string): Rgb {
  const channel = (offset: number): number => {
    const value = Number.parseInt(colour.slice(offset, offset + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function encode(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055
}

function toHex(channel: number): string {
  const value = Math.round(Math.min(1, Math.max(0, channel)) * 255)
  return value.toString(16).padStart(2, '0').toUpperCase()
}
