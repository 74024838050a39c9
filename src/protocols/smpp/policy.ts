/** Who may bind to our server, and how fast. Pure: the server asks, this answers. */
import type { BindKind, Peer } from './session-types.ts'
import type { PduView } from './view.ts'

export interface BindRequest {
  readonly kind: BindKind
  readonly system_id: string
  readonly password: string
  readonly system_type: string
  readonly interface_version: number
  readonly addr_ton: number
  readonly addr_npi: number
  readonly address_range: string
  /** The peer's address; IPv4 in its dotted form also on a dual-stack socket. */
  readonly address: string
  readonly tls: boolean
}

/** What is agreed with an ESME whose bind is accepted. */
export interface Grant {
  readonly windowMax?: number
  readonly inboundWindowMax?: number
  /** The newest interface_version that is spoken with it; what it asks for by default. */
  readonly versionMax?: number
}

export type BindDecision =
  | (Grant & {
      readonly accepted: true
      /** Set as session.attachment before onBound. */
      readonly attachment?: unknown
    })
  | { readonly accepted: false; readonly status: number }

export interface ServerPolicy {
  /** Decides about a bind. A throw or a rejection refuses it with ESME_RSYSERR. */
  authenticate(bind: BindRequest): BindDecision | Promise<BindDecision>
  /** Connections at a time; more are closed unheard. Default 1,000. */
  connectionsMax?: number
  /** Connections of one address at a time. Default 100. */
  connectionsPerAddressMax?: number
  /**
   * Binds one address may try in a minute. More are refused (ESME_RBINDFAIL) before `authenticate` is asked:
   * checking a password is slow by design, so a flood of binds would stop the server. Default 60.
   */
  bindsPerAddressPerMinuteMax?: number
  /** Refused binds after which the connection is closed. Default 3. */
  bindAttemptsPerConnectionMax?: number
}

export const policyDefaults = {
  connectionsMax: 1_000,
  connectionsPerAddressMax: 100,
  bindsPerAddressPerMinuteMax: 60,
  bindAttemptsPerConnectionMax: 3,
}

export function bindRequest(peer: Peer, kind: BindKind, view: PduView): BindRequest {
  return {
    kind,
    system_id: view.text('system_id'),
    password: view.text('password'),
    system_type: view.text('system_type'),
    interface_version: view.number('interface_version'),
    addr_ton: view.number('addr_ton'),
    addr_npi: view.number('addr_npi'),
    address_range: view.text('address_range'),
    address: peer.address,
    tls: peer.tls,
  }
}

const minuteMs = 60_000
/** An attacker with more addresses than this only makes the oldest be forgotten, not the memory grow. */
const addressesMax = 10_000

/** Counts the binds of each address in the minute under way. */
export class BindRate {
  readonly #perMinuteMax: number
  readonly #counts = new Map<string, number>()
  #minute = 0

  constructor(perMinuteMax: number) {
    this.#perMinuteMax = perMinuteMax
  }

  /** Counts one bind; false when the address is over its limit. */
  allow(address: string, now: number): boolean {
    const minute = Math.floor(now / minuteMs)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#counts.clear()
    }
    const count = (this.#counts.get(address) ?? 0) + 1
    this.#counts.delete(address)
    this.#counts.set(address, count)
    if (this.#counts.size > addressesMax) this.#counts.delete(this.#counts.keys().next().value!)
    return count <= this.#perMinuteMax
  }
}
