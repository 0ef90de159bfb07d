import { CcCiError } from '@cc-ci/kernel'
import { type Document, isNode, LineCounter, parseDocument, type ScalarTag } from 'yaml'
import { castInterpolated } from './compose-casts.js'
import { interpolateText } from './compose-interpolation.js'
import { findShapeFault } from './compose-shape.js'
import { mapOf, type YamlMap } from './compose-yaml.js'
import type { Env } from './env-expansion.js'

export interface ComposeText {
  readonly file: string
  readonly text: string
}

/** Where in a compose file a value stands: keys, and numbers for items of a list. */
type Path = ReadonlyArray<string | number>

/** Docker's YAML reader takes `0444` for octal and allows `1_000`, as YAML 1.1 does. */
const dockerInteger: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?(?:0[0-7_]+|0b[01_]+|[0-9][0-9_]*)$/,
  resolve: (text) => {
    const digits = text.replaceAll('_', '').replace(/^[-+]/, '')
    const size = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits.replace(/^0+(?=[0-9])/, ''))
    return text.startsWith('-') ? -size : size
  },
}

/** A bare date is a moment to Docker, and becomes the text that Go prints for it. */
const dockerDate: ScalarTag = {
  tag: 'tag:yaml.org,2002:timestamp',
  default: true,
  test: /^\d{4}-\d{2}-\d{2}$/,
  resolve: (text) => (Number.isNaN(Date.parse(text)) ? text : `${text} 00:00:00 +0000 UTC`),
}

/** One compose file: its content as Docker reads it, and where each value stands in it. */
export class ComposeSourceFile {
  readonly file: string
  readonly content: YamlMap
  readonly #document: Document
  readonly #lines = new LineCounter()

  /** Throws COMPOSE_FILE_INVALID with file and line for what is not YAML, or of a kind that Docker refuses. */
  constructor({ file, text }: ComposeText) {
    this.file = file
    this.#document = parseDocument(text, {
      merge: true,
      intAsBigInt: true,
      logLevel: 'silent',
      lineCounter: this.#lines,
      customTags: (tags) => [dockerInteger, dockerDate, ...tags],
    })
    // Docker reads the first document of a file and no other.
    const error = this.#document.errors.find(({ code }) => code !== 'MULTIPLE_DOCS')
    if (error !== undefined) throw this.#fault(`is not YAML: ${error.message.split('\n')[0]}`, error.linePos?.[0].line)
    const content = this.#toJs()
    if (!isMap(content)) throw this.faultAt([], 'top-level object must be a mapping')
    this.content = content
    const fault = findShapeFault(content)
    if (fault !== undefined) throw this.faultAt(fault.path, fault.what)
  }

  /** The content with every text interpolated; keys are left as they are, as Docker does. */
  interpolated(env: Env): YamlMap {
    return mapOf(this.#interpolate(this.content, env, []))
  }

  /** An error that names the file and the line of a value, or of the nearest thing around it. */
  faultAt(path: Path, what: string): CcCiError {
    return this.#fault(what, this.#lineAt(path))
  }

  /** Aliases and merge keys are resolved only here; an alias without an anchor, or far too many of them, throws. */
  #toJs(): unknown {
    try {
      return this.#document.toJS()
    } catch (error) {
      throw this.#fault(`is not YAML: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #interpolate(value: unknown, env: Env, path: Path): unknown {
    if (typeof value === 'string') return this.#interpolateScalar(value, env, path)
    if (Array.isArray(value)) return value.map((item, index) => this.#interpolate(item, env, [...path, index]))
    if (!isMap(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.#interpolate(item, env, [...path, key])]),
    )
  }

  #interpolateScalar(value: string, env: Env, path: Path): unknown {
    const answer = interpolateText(value, env)
    if ('fault' in answer) {
      throw this.faultAt(path, `invalid interpolation format for ${path.join('.')}: ${answer.fault}`)
    }
    if (answer.text === value) return value
    const cast = castInterpolated(answer.text, path)
    if (cast === undefined) {
      throw this.faultAt(path, `error while interpolating ${path.join('.')}: “${answer.text}” is not of the right type`)
    }
    return cast
  }

  #lineAt(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return this.#lines.linePos(node.range[0]).line
    }
    return 1
  }

  #fault(what: string, line = 1): CcCiError {
    return new CcCiError('COMPOSE_FILE_INVALID', `${this.file}:${line}: ${what}`, {
      hint: 'Correct the file; "docker stack config -c <file>" of a newer client shows the same fault.',
      exitCode: 2,
      place: { file: this.file, line },
    })
  }
}

function isMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
