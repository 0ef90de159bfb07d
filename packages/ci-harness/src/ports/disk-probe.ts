/** Free space of the file system that holds a path. */
export interface DiskProbe {
  /** Undefined when it cannot be known, as for a Docker host elsewhere. */
  free(path: string): Promise<DiskSpace | undefined>
}

export interface DiskSpace {
  readonly freeBytes: number
  readonly totalBytes: number
  readonly freeInodes: number
  readonly totalInodes: number
}
