import { type ComposeElement, textOf } from './compose-element.js'
import { allElements, interpolate, type RecipeTree } from './recipe-tree.js'

/** The image of one service in one file, its variables put in. */
export interface UsedImage {
  readonly service: ComposeElement
  readonly text: string
  readonly tag: string | undefined
  readonly digest: string | undefined
  readonly line: number
}

/** Every image that the compose files name; one whose variables have no value is left out. */
export function usedImages(tree: RecipeTree): UsedImage[] {
  return allElements(tree, 'services').flatMap((service) => {
    const raw = textOf(service.at('image'))
    const text = raw === undefined ? undefined : interpolate(tree, raw)
    return text === undefined || text === '' ? [] : [{ service, text, ...parse(text), line: service.lineOf('image') }]
  })
}

/** A colon before the last slash belongs to a registry's port, not to a tag. */
function parse(text: string): Pick<UsedImage, 'tag' | 'digest'> {
  const [name = '', digest] = text.split('@')
  const tag = /:([^/:]+)$/.exec(name)?.[1]
  return { tag, digest }
}
