/** Trouble of the host, the network or a registry, told by words that nothing of a recipe puts there. */
export interface HostFault {
  readonly code: 'PULL_LIMITED' | 'DISK_FULL' | 'ADDRESS_EXHAUSTED' | 'CLOCK_WRONG'
  readonly hint: string
}

const pullLimit = /toomanyrequests|too many requests|rate limit/i

const diskFull = /no space left on device|disk quota exceeded/i

/** A pool without an address for a task, and a daemon without a pool for a network. */
const addressesGone =
  /no available (?:IPv[46] )?address|could not find an available|address pools have been fully subnetted/i

/** What TLS, and services that sign requests with the time, say when two clocks differ. */
const clocksDiffer =
  /certificate (?:has expired or )?is not yet valid|CERT_NOT_YET_VALID|RequestTimeTooSkewed|difference between the request time and the (?:current|server'?s) time|signature (?:expired|not yet current)/i

const hostFaults: readonly (readonly [words: RegExp, fault: HostFault])[] = [
  [diskFull, { code: 'DISK_FULL', hint: 'Free space and inodes under Docker’s data root.' }],
  [pullLimit, { code: 'PULL_LIMITED', hint: 'Log the daemon in to the registry, use a mirror, or wait.' }],
  [
    addressesGone,
    {
      code: 'ADDRESS_EXHAUSTED',
      hint: 'The network has no address left: give the proxy network a /16 in a maintenance window.',
    },
  ],
  [
    clocksDiffer,
    {
      code: 'CLOCK_WRONG',
      hint: 'Compare `date -u` on this host with the true time; if it is right, the certificate of the other side has expired.',
    },
  ],
]

/**
 * The fault of the host that a message of Docker, a registry or a TLS library tells of; undefined for every other text.
 * Never asked about what an app or a hook printed: an app may fill its own volume.
 */
export function hostFaultIn(message: string): HostFault | undefined {
  return hostFaults.find(([words]) => words.test(message))?.[1]
}
