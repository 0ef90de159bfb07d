const brand = Symbol.for('cc-ci.error')

/** Where bad input stands: the file, its line (from 1) and the key in it, or the service that it belongs to. */
export interface ErrorPlace {
  readonly file?: string
  readonly line?: number
  readonly key?: string
  readonly service?: string
}

export interface CcCiErrorOptions {
  readonly cause?: unknown
  readonly hint?: string
  readonly place?: ErrorPlace
  /** 2 for usage or bad input; 3, the default, for "could not judge". */
  readonly exitCode?: number
}

/** An error a person can act on: a stable code, what went wrong, and what to try next. */
export class CcCiError extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly place: ErrorPlace | undefined
  readonly exitCode: number

  constructor(code: string, message: string, options: CcCiErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.place = options.place
    this.exitCode = options.exitCode ?? 3
    Object.defineProperty(this, brand, { value: true })
  }

  override get name(): string {
    return 'CcCiError'
  }

  /** What a machine is told; neither stack nor cause, which may hold more than it should see. */
  toJSON(): { code: string; message: string; hint?: string; place?: ErrorPlace; exitCode: number } {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint !== undefined && { hint: this.hint }),
      ...(this.place !== undefined && { place: this.place }),
      exitCode: this.exitCode,
    }
  }
}

/** Unlike `instanceof`, true also for an error made by another installed copy of this package. */
export function isCcCiError(error: unknown): error is CcCiError {
  return error instanceof Error && brand in error
}
