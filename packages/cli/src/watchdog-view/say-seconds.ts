/** A duration for people: two digits are enough of it. */
export function saySeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 100) return `${whole} s`
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.round(hours / 24)} d`
}

/** An instant as it may be typed again: UTC, to the second. */
export function sayInstant(epochSeconds: number): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z`
}

/** Its time of the day alone. */
export function sayTime(epochSeconds: number): string {
  return sayInstant(epochSeconds).slice(11)
}
