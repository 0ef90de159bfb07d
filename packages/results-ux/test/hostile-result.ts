import type { RunResult } from '@cc-ci/contracts/run-result'
import { redRestoreResult } from '@cc-ci/contracts/testing'
import fc from 'fast-check'

/** The same texts on each run: what is found can be found again, and no change is blamed for another. */
export const seed = 1126

const pieces = [
  '<evil-x>',
  '" evil-y="1',
  "' evil-y='1",
  ...[
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '</style>',
    '</svg>',
    '</pre>',
    ']]>',
    '<!--',
    '-->',
    '&#60;',
    '"',
    "'",
  ],
  ...[
    '```',
    '~~~~',
    '# x',
    '|',
    '\n',
    '\r\n',
    '\\',
    '`',
    '[a](javascript:1)',
    '1..9',
    'not ok 1 - x',
    '  ---',
    '  ...',
    '# SKIP x',
    'Bail out!',
  ],
  ...[
    '\u001b[31m',
    '\u001b]8;;https://evil.example\u0007x',
    '\u001b[2J',
    '\u009b1m',
    '\u0007',
    '\u0000',
    '\u202e',
    '\u2066',
    '\ud800',
    '🌻',
    'é'.normalize('NFD'),
    'x'.repeat(10_000),
  ],
]
/** A text that tries to break out of whatever it stands in, or to break its layout. */
export const evil = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))

/** A red result in which everything that a recipe, an app or a person can name is one of the texts. */
export const hostileResult = fc.tuple(evil, evil, evil, evil).map(([one, two, three, four]): RunResult => {
  const red = redRestoreResult()
  return {
    ...red,
    ...{
      recipe: one || 'x',
      version: two,
      runId: three || '1',
      ref: four,
      reproduce: two,
      domain: three,
      notes: [one, four],
      leftovers: [two],
    },
    base: { kind: 'version', version: three, ref: null, reason: one },
    next: { toLevel: 5, text: four, place: one },
    fault: red.fault && {
      ...red.fault,
      code: two,
      evidence: one,
      service: two,
      hint: three,
      logs: [three, four],
      noLogs: two,
    },
    diagnosis: { paragraph: four, service: one, place: two },
    rungs: {
      ...red.rungs,
      install: { status: 'pass', seconds: 1, fact: two },
      lint: { status: 'pass', seconds: 1, fact: three },
    },
    stages: red.stages.map((stage) => ({
      ...stage,
      tests: stage.tests.map((test, index) => ({
        ...test,
        name: index % 2 === 0 ? one : two,
        message: test.status === 'pass' ? null : three,
        file: four,
      })),
    })),
    skips: { intentional: { upgrade: one }, unintentional: { [two]: three }, stale: [four] },
    data: red.data.map((store) => ({ ...store, store: one, note: two })),
    swarm: [{ service: one, update: 'completed', from: two, to: three }],
    lint: {
      errors: [{ rule: one, severity: 'error', message: two, file: three, line: 1, hint: four }],
      warnings: [],
      unverified: one,
      unchecked: [{ rule: two, reason: three }],
    },
    customization: {
      settings: { [one]: two, DB_PASSWORD: three },
      hooks: [four],
      files: [one],
      operator: { [two]: three },
      notRun: [{ file: four, reason: one }],
    },
    artefacts: { ...red.artefacts, log: one, junit: two, screenshot: three, screenshotReason: four },
  }
})

/** Tags and their attributes, as a browser would see them, in order and without values. */
export function skeletonOf(html: string): string[] {
  const outside = html.replace(/<!--[\s\S]*?-->/g, '').replace(/<style>[\s\S]*?<\/style>/g, '<style></style>')
  return [...outside.matchAll(/<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, name = '', attributes = '']) =>
      `${name.toLowerCase()} ${[...attributes.matchAll(/([\w:-]+)(?:="[^"]*")?/g)].map(([, key]) => key).join(' ')}`.trim(),
  )
}
