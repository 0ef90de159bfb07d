export interface ProtocolSubject {
  readonly kind: 'claim' | 'review' | 'veto' | 'done'
  readonly phase: string
  /** Of a claim or a review. */
  readonly item: string | undefined
}

/** What a commit is about by the beginning of its subject; C-02: nothing else that it says counts. */
export function parseSubject(subject: string): ProtocolSubject | undefined {
  const [, kind, phase = '', item] =
    /^(claim|review|veto|done)\(([a-z0-9][a-z0-9-]{0,15})(?:\/([A-Za-z0-9][A-Za-z0-9.-]{0,15}))?\): \S/.exec(subject) ??
    []
  if (kind === undefined || (item === undefined) === (kind === 'claim' || kind === 'review')) return undefined
  return { kind: kind as ProtocolSubject['kind'], phase, item }
}

/** `claim(1/D1): words`, at most 100 characters. */
export function printSubject({ kind, phase, item }: ProtocolSubject, words: string): string {
  const subject = `${kind}(${item === undefined ? phase : `${phase}/${item}`}): ${words}`
  return subject.length > 100 ? `${subject.slice(0, 99)}…` : subject
}
