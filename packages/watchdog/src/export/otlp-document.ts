/** The parts of OTLP/JSON that we write: opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding". */
export interface TracesDocument {
  readonly resourceSpans: readonly {
    readonly resource: Resource
    readonly scopeSpans: readonly { readonly scope: Scope; readonly spans: readonly Span[] }[]
  }[]
}

export interface LogsDocument {
  readonly resourceLogs: readonly {
    readonly resource: Resource
    readonly scopeLogs: readonly { readonly scope: Scope; readonly logRecords: readonly LogRecord[] }[]
  }[]
}

export interface Span {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** 16 hexadecimal digits. */
  readonly spanId: string
  readonly name: string
  /** 1 is internal. */
  readonly kind: 1
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly Attribute[]
  readonly events: readonly {
    readonly timeUnixNano: string
    readonly name: string
    readonly attributes: readonly Attribute[]
  }[]
  /** 1 is ok, 2 an error. */
  readonly status: { readonly code: 1 | 2; readonly message?: string }
}

export interface LogRecord {
  readonly timeUnixNano: string
  readonly observedTimeUnixNano: string
  /** 5 debug, 9 info, 13 warn, 17 error. */
  readonly severityNumber: 5 | 9 | 13 | 17
  readonly severityText: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'
  readonly body: { readonly stringValue: string }
  readonly attributes: readonly Attribute[]
  readonly traceId?: string
  readonly spanId?: string
}

export interface Resource {
  readonly attributes: readonly Attribute[]
}

export interface Scope {
  readonly name: string
  readonly version: string
}

export interface Attribute {
  readonly key: string
  /** 64-bit numbers are strings in this encoding. */
  readonly value: { readonly stringValue: string } | { readonly intValue: string } | { readonly boolValue: boolean }
}

type Plain = string | number | boolean

/** Absent values make no attribute. */
export function attributesOf(values: Readonly<Record<string, Plain | null | undefined>>): readonly Attribute[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [{ key, value: anyValue(value) }],
  )
}

function anyValue(value: Plain): Attribute['value'] {
  if (typeof value === 'boolean') return { boolValue: value }
  return typeof value === 'number' ? { intValue: String(Math.round(value)) } : { stringValue: value }
}

/** Whole microseconds: a double has no more digits for the nanoseconds since 1970. */
export function nanosOf(epochSeconds: number): string {
  return `${Math.round(epochSeconds * 1_000_000)}000`
}
