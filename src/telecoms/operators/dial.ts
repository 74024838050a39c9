import type { ConnectOptions } from '../../protocols/smpp/index.ts'
import type { BindType, ConnectionSettings } from './connection.ts'

export type BindKind = ConnectOptions['bind']['kind']

/** Requests of the operator that may wait for our database at a time, for each bind. */
const INBOUND_WINDOW_MAX = 1_000

/** The kinds of link that one bind of a connection consists of. */
export const kindsOf: Record<BindType, readonly BindKind[]> = {
  TRANSCEIVER: ['transceiver'],
  TRANSMITTER: ['transmitter'],
  RECEIVER: ['receiver'],
  TRANSMITTER_RECEIVER_PAIR: ['transmitter', 'receiver'],
}

/** How the protocol is to make a link for these settings. */
export function dialOptions(
  connection: ConnectionSettings,
  kind: BindKind,
  password: string,
  now: () => number,
  signal: AbortSignal,
): ConnectOptions {
  const { tls } = connection
  return {
    host: connection.host,
    port: connection.port,
    now,
    signal,
    ...(tls.enabled
      ? { tls: { rejectUnauthorized: tls.verify, ...(tls.ca === null ? {} : { ca: tls.ca }) } }
      : {}),
    bind: {
      kind,
      system_id: connection.systemId,
      password,
      system_type: connection.systemType,
    },
    windowMax: connection.windowSize,
    inboundWindowMax: INBOUND_WINDOW_MAX,
    responseTimeoutMs: connection.responseTimeoutSeconds * 1_000,
    enquireLinkIntervalMs: connection.enquireLinkSeconds * 1_000,
  }
}
