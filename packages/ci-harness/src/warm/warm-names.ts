interface WarmApp {
  readonly recipe: string
  readonly zone: string
}

const canonicalPrefix = 'canon-'

/**
 * The domain of a recipe's canonical. A provider has its own running app under `warm-<recipe>`, so its canonical is
 * named otherwise.
 */
export function canonicalDomain({ recipe, zone, provider }: WarmApp & { readonly provider: boolean }): string {
  return provider ? `warm-${canonicalPrefix}${recipe}.${zone}` : plainDomain({ recipe, zone })
}

/** The domain under which a provider runs for all recipes that need it. */
export const providerDomain = (app: WarmApp): string => plainDomain(app)

/** No recipe's name begins with a dash, so doubling it keeps a recipe `canon-x` apart from the canonical of `x`. */
function plainDomain({ recipe, zone }: WarmApp): string {
  const name = recipe.startsWith(canonicalPrefix) ? `canon--${recipe.slice(canonicalPrefix.length)}` : recipe
  return `warm-${name}.${zone}`
}
