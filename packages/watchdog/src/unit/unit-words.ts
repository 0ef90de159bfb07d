import { CcCiError } from '@cc-ci/kernel'

/**
 * A path or text that a unit takes as it stands: only `%` has a meaning there (systemd.unit(5), "Specifiers").
 * Throws UNIT_VALUE_UNUSABLE where the format has no way to write it.
 */
export function unitText(text: string): string {
  if (hasControls(text) || text.endsWith('\\') || text !== text.trim()) throw unusable(text)
  return text.replaceAll('%', '%%')
}

/** A word in quotes: an argument of `Environment=` (systemd.syntax(7), "Quoting"). */
export function unitWord(text: string): string {
  const escaped = [...text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')].map(escapeControl).join('')
  return `"${escaped.replaceAll('%', '%%')}"`
}

/** An argument of a program: a word in which `$` begins a variable besides (systemd.service(5), "Command lines"). */
export function unitArgument(text: string): string {
  return unitWord(text).replaceAll('$', '$$$$')
}

/** A program's absolute path. systemd refuses quotes and backslashes in it, and replaces no variables there. */
export function unitProgram(path: string): string {
  if (hasControls(path) || /["'\\]/.test(path)) throw unusable(path)
  return unitWord(path)
}

function hasControls(text: string): boolean {
  return [...text].some((letter) => escapeControl(letter) !== letter)
}

function escapeControl(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  return code < 32 || code === 127 ? `\\x${code.toString(16).padStart(2, '0')}` : letter
}

function unusable(text: string): CcCiError {
  return new CcCiError('UNIT_VALUE_UNUSABLE', `${JSON.stringify(text)} cannot be written into a systemd unit.`, {
    hint: 'Move it to a path without line ends, quotes, backslashes, or blanks at its ends.',
    exitCode: 2,
  })
}
