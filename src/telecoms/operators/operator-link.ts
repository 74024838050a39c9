import type { Connection, ConnectionProfile } from './connection.ts'
import type { PeerEvent } from './http/provider.ts'
import type { LinkLive } from './live.ts'
import type { RoundTrips } from './round-trips.ts'
import type { SmsUnit, UnitOutcome } from './submission.ts'

/** The live side of one connection, whatever its protocol: what the rest of the program sees of it. */
export interface OperatorLink {
  readonly connection: Connection
  readonly profile: ConnectionProfile
  /** Links, or ways to an API, that the settings ask for. */
  readonly wantedBinds: number
  readonly roundTrips: RoundTrips
  /** Never rejects. */
  submit(units: readonly SmsUnit[]): Promise<UnitOutcome[]>
  room(): number
  live(): LinkLive
  change(connection: Connection, active: boolean): void
  restart(): void
  /** Takes nothing more, awaits answers for at most `graceMs`, ends. */
  stop(graceMs: number): Promise<void>
  /** Takes a bind (null: all of them) out of use or back into it. @returns false: there is no such bind */
  drain(bind: number | null): boolean
  resume(bind: number | null): boolean
}

/** A link that gets what operators tell by requests to us. */
export interface CalledBack extends OperatorLink {
  /** Stores what a callback told. Rejects when it could not be stored. */
  take(events: readonly PeerEvent[]): Promise<void>
}
