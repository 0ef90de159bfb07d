import type { AdmittedFile } from '../overlays/code-gate.js'
import type { AppFiles, Engine } from '../ports/engine.js'
import { type ComposeDocument, readComposeDocument } from '../recipe/compose-document.js'
import type { Failure } from '../verdict/failure.js'

/** A compose overlay of ours may change surroundings only: with another image, the head's would never have run (V-04). */
export async function checkOverlayImages(
  files: AppFiles,
  { overlay, document }: { overlay: AdmittedFile; document: ComposeDocument },
  engine: Pick<Engine, 'composeConfig'>,
): Promise<Failure | undefined> {
  const composeFiles = files.composeFiles.filter((file) => file !== overlay.path)
  const plain = await engine.composeConfig({ ...files, composeFiles })
  if (!plain.ok) return undefined
  const own = new Map(readComposeDocument(plain.document).services.map(({ name, image }) => [name, image]))
  const changed = document.services.find(({ name, image }) => own.get(name) !== image)
  if (changed === undefined) return undefined
  return {
    class: overlay.origin === 'ours' ? 'harness' : 'recipe',
    code: 'OVERLAY_CHANGES_IMAGE',
    service: changed.name,
    evidence: `${overlay.path} lets ${changed.name} run ${changed.image}, and the recipe ${own.get(changed.name) ?? 'has no such service'}.`,
    hint: 'Change surroundings only in compose.ccci.yml; another image of the base belongs in previous/<version>/.',
  }
}
