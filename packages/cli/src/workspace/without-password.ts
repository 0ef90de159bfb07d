/** A git URL as it may be shown and kept: whoever needs a password knows it. A user name goes too, as tokens are given as one. */
export function withoutPassword(source: string): string {
  return source.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/i, (whole, scheme: string) =>
    scheme.toLowerCase() === 'ssh://' ? whole.replace(/:[^@/]*@$/, '@') : scheme,
  )
}
