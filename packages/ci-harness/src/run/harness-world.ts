import type { Clock, Git, LeaseStore, ProcessRunner } from '@cc-ci/kernel'
import type { Browser } from '../ports/browser.js'
import type { DiskProbe } from '../ports/disk-probe.js'
import type { Engine } from '../ports/engine.js'
import type { HttpClient } from '../ports/http-client.js'
import type { HttpProbe } from '../ports/http-probe.js'
import type { Swarm } from '../ports/swarm.js'
import type { TcpProbe } from '../ports/tcp-probe.js'

/** Everything outside the harness that a run may touch. */
export interface HarnessWorld {
  readonly clock: Clock
  readonly processes: ProcessRunner
  readonly git: Git
  /** Of app domains: where several hosts use one Swarm, they share these. */
  readonly leases: LeaseStore
  /** Of what belongs to this host alone, such as its slots. */
  readonly hostLeases: LeaseStore
  readonly swarm: Swarm
  readonly engine: Engine
  readonly http: HttpProbe & HttpClient
  readonly tcp: TcpProbe
  readonly disk: DiskProbe
  readonly browser: Browser
}
