import { CcCiError } from '@cc-ci/kernel'
import { nearestOf } from '../nearest-of.js'

export const reporterNames = ['summary', 'junit', 'json', 'tap', 'ctrf', 'markdown'] as const
export type ReporterName = (typeof reporterNames)[number]

/** A report that was asked for: into a file, or to standard output in place of the summary. */
export interface WantedReport {
  readonly name: ReporterName
  /** As typed, relative to the working directory. */
  readonly file: string | undefined
}

/** Reads `--reporter name[=file]`. Throws REPORTER_UNKNOWN, or FLAGS_CONFLICT when two would write to standard output. */
export function readReporters(typed: readonly string[], json: boolean): readonly WantedReport[] {
  const wanted = typed.map((text): WantedReport => {
    const [name = '', ...rest] = text.split('=')
    return { name: checkedName(name), file: rest.join('=') || undefined }
  })
  const printed = wanted.filter(({ file }) => file === undefined)
  if (printed.length + (json ? 1 : 0) > 1) {
    throw new CcCiError('FLAGS_CONFLICT', 'Standard output has room for one report, but several are to go there.', {
      hint: `Give all but one a file: --reporter ${printed[0]?.name ?? 'junit'}=<file>`,
      exitCode: 2,
    })
  }
  return wanted
}

function checkedName(name: string): ReporterName {
  const known = reporterNames.find((each) => each === name)
  if (known !== undefined) return known
  const suggestion = nearestOf(name, reporterNames)
  throw new CcCiError('REPORTER_UNKNOWN', `There is no reporter “${name}”.`, {
    hint: `${suggestion === undefined ? '' : `${suggestion} `}Reporters: ${reporterNames.join(', ')}.`,
    exitCode: 2,
  })
}
