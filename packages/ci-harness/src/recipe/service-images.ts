import type { ComposeDocument } from './compose-document.js'

/** every image the stack runs, once each, straight from the document that Swarm accepts. */
export function imagesOf(doc: ComposeDocument): string[] {
  return [...new Set(doc.services.flatMap(({ image }) => (image === undefined ? [] : [image])))]
}
