import type { Connection as WireConnection } from './connection-wire.ts'
import type { Dialect } from './dialects.ts'
import type { StoredHttp } from './http/wire.ts'

export type BindType = WireConnection['bindType']
export type IdForm = WireConnection['receipts']['idForm']
export type WireAlphabet = WireConnection['encoding']['defaultAlphabet']
export type ConnectionState = WireConnection['state']

/** What somebody may set about a link to an operator. Over HTTP, host, port and TLS are those of the API's address, and only what it shares with SMPP counts of the rest. */
export interface ConnectionSettings {
  name: string
  kind: WireConnection['kind']
  host: string
  port: number
  tls: { enabled: boolean; verify: boolean; ca: string | null }
  systemId: string
  systemType: string
  bindType: BindType
  binds: number
  /** Unanswered parts, for each bind. */
  windowSize: number
  /** Parts per second over all binds of this process; null: no limit. */
  messagesPerSecond: number | null
  enquireLinkSeconds: number
  responseTimeoutSeconds: number
  receipts: { idForm: IdForm; clockOffsetMinutes: number }
  encoding: {
    defaultAlphabet: WireAlphabet
    concatenation: 'UDH' | 'SAR'
    sourceTon: number | null
    sourceNpi: number | null
    serviceType: string
  }
  /** The set of a vendor's habits that was chosen; null: none. */
  vendor: string | null
  dialect: Dialect
  /** Of the kind HTTP only. */
  http: StoredHttp | null
  enabled: boolean
}

/** A stored connection. */
export interface Connection extends ConnectionSettings {
  id: number
  /** Encrypted; null: none was ever given. */
  passwordBox: Buffer | null
  /** What callbacks are signed with, encrypted; null: none was ever given. */
  signatureBox: Buffer | null
  /** Counts up with each new callback address. */
  callbackNumber: number
  callbackRenewedAt: Date | null
  /** What was found out about the operator's message ids while `receipts.idForm` is AUTO. */
  learnedIdForm: Exclude<IdForm, 'AUTO'> | null
  simulated: boolean
  createdAt: Date
  updatedAt: Date
}

/** What a channel needs to know of a connection to write and read content for it. */
export interface ConnectionProfile {
  connectionId: number
  name: string
  simulated: boolean
  /** Whether anything may go over it; says nothing about its being up. */
  enabled: boolean
  /** The operator takes messages whole and cuts them itself. */
  whole: boolean
  /** How GSM text is laid on the wire: the words of `segmentText`. */
  wire: 'unpacked' | 'packed' | 'latin1' | 'ascii'
  concatenation: 'udh' | 'sar'
  /** What data_coding 0 means in what comes in: the words of `decodeText`. */
  defaultAlphabet: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii'
}

const wires = {
  GSM_UNPACKED: ['unpacked', 'gsm7'],
  GSM_PACKED: ['packed', 'gsm7-packed'],
  LATIN1: ['latin1', 'latin1'],
  ASCII: ['ascii', 'ascii'],
} as const satisfies Record<
  WireAlphabet,
  readonly [ConnectionProfile['wire'], ConnectionProfile['defaultAlphabet']]
>

export function profileOf(connection: Connection, enabled: boolean): ConnectionProfile {
  const [wire, defaultAlphabet] = wires[connection.encoding.defaultAlphabet]
  return {
    connectionId: connection.id,
    name: connection.name,
    simulated: connection.simulated,
    enabled,
    whole: connection.kind === 'HTTP',
    wire,
    concatenation: connection.encoding.concatenation === 'SAR' ? 'sar' : 'udh',
    defaultAlphabet,
  }
}

/** Whether the links must be made anew for a change; all else takes effect on the links as they are. */
export function needsRebind(before: Connection, after: Connection): boolean {
  const told = (one: Connection) =>
    JSON.stringify([
      one.host,
      one.port,
      one.tls.enabled,
      one.tls.verify,
      one.tls.ca,
      one.systemId,
      one.passwordBox?.toString('base64'),
      one.systemType,
      one.bindType,
      one.enquireLinkSeconds,
      one.responseTimeoutSeconds,
      one.kind,
      one.http,
      one.signatureBox?.toString('base64'),
      one.callbackNumber,
      // Of HTTP it is how many connections there are.
      one.kind === 'HTTP' && one.windowSize,
    ])
  return told(before) !== told(after)
}

/**
 * Whether the stored password would go somewhere else, or less well guarded, than where it was meant for.
 * Then it has to be given again: it is write-only, and must not be drawn out by pointing the link at another host.
 */
export function sendsPasswordElsewhere(
  before: ConnectionSettings,
  after: ConnectionSettings,
): boolean {
  return (
    before.kind !== after.kind ||
    before.host.toLowerCase() !== after.host.toLowerCase() ||
    before.port !== after.port ||
    (before.tls.enabled && !after.tls.enabled) ||
    (before.tls.enabled && before.tls.verify && !after.tls.verify) ||
    (before.tls.enabled && before.tls.ca !== after.tls.ca)
  )
}
