import { CcCiError } from '@cc-ci/kernel'

/** How many recipes to test at once; undefined for `auto`, which is decided from what the host has to spare. */
export function readJobs(text: string): number | undefined {
  if (text === 'auto') return undefined
  const jobs = Number(text)
  if (/^\d+$/.test(text) && jobs >= 1 && Number.isSafeInteger(jobs)) return jobs
  throw new CcCiError('USAGE', `--jobs expects a number from 1 on, or auto, but received: ${text}.`, {
    hint: 'See: cc-ci test --help',
    exitCode: 2,
  })
}
