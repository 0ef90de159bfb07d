import { createHash, randomBytes } from 'node:crypto'

/** One file of ours. Its sum tells truncation and changed encoding as well as loss. */
export interface FileCanary {
  readonly name: string
  readonly content: Buffer
  readonly sum: string
}

/** A file of ours as it was found; `attributes` are mode, owner and time of change. */
export interface FoundFile {
  readonly name: string
  readonly sum: string
  readonly attributes: string
}

const largeBytes = 3 * 1024 * 1024

/** A text, a binary with an unusual name, and a large binary, in the order in which `writeFiles` takes them. */
export function makeFileCanaries(): readonly FileCanary[] {
  return [
    { name: '.cc-ci-canary-1', content: Buffer.from(randomBytes(24).toString('hex')) },
    {
      name: '.cc-ci-canary-2 größer ✓ 日本',
      content: Buffer.concat([Buffer.from([0, 13, 10, 255]), randomBytes(512)]),
    },
    { name: '.cc-ci-canary-3', content: randomBytes(largeBytes) },
  ].map((file) => ({ ...file, sum: createHash('sha256').update(file.content).digest('hex') }))
}

/** Standard input of `writeFiles`: a line for each file in base64, the large one last, so that nothing holds it whole. */
export function encodeFiles(canaries: readonly FileCanary[]): string {
  return canaries.map(({ content }) => `${content.toString('base64')}\n`).join('')
}

const printEach = `
for file; do
  [ -e "$file" ] || continue
  sum=$(sha256sum <"$file")
  attributes=$(stat -c '%a %u:%g %Y' "$file")
  printf '%s %s %s\\n' "\${sum%% *}" "$attributes" "$file"
done
`

// `read` takes a line byte by byte and leaves the rest of the input alone, which only short lines make bearable.
/** Writes the files and says at once what is there: every call into a container costs as much as the work in it. */
export const writeFiles = `
set -eu
cd "$1"
shift
write() {
  while [ $# -gt 1 ]; do
    read -r line
    printf %s "$line" | base64 -d >"$1"
    shift
  done
  base64 -d >"$1"
}
write "$@"
${printEach}`

// A folder that is gone has no canaries left; anything else that cannot be read is an error.
export const printFiles = `
set -eu
[ -d "$1" ] || exit 0
cd "$1"
shift
${printEach}`

export const removeFiles = `
set -eu
[ -d "$1" ] || exit 0
cd "$1"
shift
rm -f -- "$@"
`

/** The lines of `writeFiles` and `printFiles`. */
export function readFiles(stdout: string): FoundFile[] {
  return stdout.split('\n').flatMap((line) => {
    const { sum, attributes, name } =
      /^(?<sum>[0-9a-f]{64}) (?<attributes>\S+ \S+ \S+) (?<name>.+)$/.exec(line)?.groups ?? {}
    return sum === undefined || attributes === undefined || name === undefined ? [] : [{ sum, attributes, name }]
  })
}

/** How many are there with exactly their content. */
export function countFiles(canaries: readonly FileCanary[], found: readonly FoundFile[]): number {
  return canaries.filter(({ name, sum }) => found.some((file) => file.name === name && file.sum === sum)).length
}

/** What a restore should have kept besides the content; undefined when it did. */
export function changedAttributes(before: readonly FoundFile[], now: readonly FoundFile[]): string | undefined {
  const changed = now.flatMap(({ name, attributes }) => {
    const old = before.find((file) => file.name === name)
    return old === undefined || old.attributes === attributes ? [] : [`${old.attributes} became ${attributes}`]
  })
  if (changed.length === 0) return undefined
  return `Mode, owner or time of ${changed.length} of its marks changed: ${changed[0]}.`
}
