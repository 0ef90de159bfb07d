/** A list that forgets its oldest. */
export function keepNewest<Item>(items: readonly Item[], count: number): readonly Item[] {
  return items.length > count ? items.slice(-count) : items
}
