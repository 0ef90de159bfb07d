/** A time as protocol files write it: UTC, to the second. */
export function printInstant(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

/** Undefined for anything but an ISO 8601 time that names its zone: without one nobody knows how old it is. */
export function readInstant(text: string): Date | undefined {
  const bare = text.replace(/^[`*]+|[`*]+$/g, '')
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)$/.test(bare)) return undefined
  const time = new Date(
    bare
      .replace(/^(\S+) (?=\d)/, '$1T')
      .replace(' ', '')
      .replace(/([+-]\d\d)(\d\d)$/, '$1:$2'),
  )
  return Number.isNaN(time.getTime()) ? undefined : time
}

/** `3 min`, `5 h`, `2 days`; a time that has not come yet is `in …`. */
export function describeAge(time: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - time.getTime()) / 1000)
  const [size, sign] = [Math.abs(seconds), seconds < 0 ? 'in ' : '']
  if (size < 90) return `${sign}${size} s`
  if (size < 90 * 60) return `${sign}${Math.round(size / 60)} min`
  if (size < 48 * 3600) return `${sign}${Math.round(size / 3600)} h`
  return `${sign}${Math.round(size / 86_400)} days`
}
