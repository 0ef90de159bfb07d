/** "0.4 s", "94 s", "5 m 12 s", "1 h 3 m". */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  if (whole < 100) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} m`
}

/** "just now", "5 minutes ago", "3 days ago"; a time in the future counts as now. */
export function formatAge(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  for (const [unit, length] of units) {
    const count = Math.floor(seconds / length)
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`
  }
  return 'just now'
}

/** "62 MB", "0.4 MB", "12 kB"; of mebibytes, as Docker and cc-ci count. */
export function formatMegabytes(megabytes: number): string {
  if (megabytes > 0 && megabytes < 0.1) return `${Math.max(1, Math.round(megabytes * 1024))} kB`
  return `${megabytes < 10 ? Number(megabytes.toFixed(1)) : Math.round(megabytes)} MB`
}
