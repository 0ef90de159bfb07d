import { CcCiError } from '@cc-ci/kernel'

/** The address of a collector; undefined for `-`, which prints. Throws OTLP_ADDRESS_INVALID. */
export function readCollector(text: string): string | undefined {
  if (text === '-') return undefined
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && /^https?:$/.test(url.protocol)) return text
  throw new CcCiError('OTLP_ADDRESS_INVALID', `“${text}” is no address of a collector.`, {
    hint: 'Write http://127.0.0.1:4318, or - to print what would be sent.',
    exitCode: 2,
  })
}
