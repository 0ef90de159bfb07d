/** Held by one process of this machine; gone with it, however it ends. */
export interface ExclusiveLock {
  release(): Promise<void>
}

export interface ExclusiveLocks {
  /** Undefined when another process holds it. */
  tryTake(name: string): Promise<ExclusiveLock | undefined>
  /** Only looks, so that whoever is about to take it is not disturbed. */
  isHeld(name: string): Promise<boolean>
}
