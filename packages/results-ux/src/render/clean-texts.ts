import { withoutControls } from './escape-xml.js'

/** The same document with control characters taken out of every text and key in it, at any depth. */
export function cleanTexts<Document>(document: Document): Document {
  return clean(document) as Document
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return withoutControls(value)
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [withoutControls(key), clean(inner)]))
}
