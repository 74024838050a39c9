import { wireTime } from '../../core/http/index.ts'
import type { Connection, ConnectionState } from './connection.ts'
import type { Trouble } from './trouble.ts'
import type { Connection as WireConnection } from './connection-wire.ts'
import type { BindLive, ConnectionLive, Counters } from './wire.ts'

/** One bind, or one way to an API, at this instant. */
export interface BindFace {
  number: number
  kind: BindLive['kind']
  state: BindLive['state']
  isBound: boolean
  boundSince: number | null
  nextTryAt: number | null
  inFlight: number
}

/** What a link is doing at this instant. Times in ms. */
export interface LinkLive {
  state: ConnectionState
  binds: readonly BindFace[]
  counters: Readonly<Counters>
  waiting: number
  partsPerSecond: number
  rateNow: number | null
  roundTripMs: number | null
  connectedSince: number | null
  lastTrouble: { at: number; trouble: Trouble } | null
  now: number
  windowSize: number
}

const timeOrNull = (ms: number | null) => (ms === null ? null : wireTime(ms))
const rounded = (value: number) => Math.round(value * 10) / 10

export function presentLive(live: LinkLive): ConnectionLive {
  const { lastTrouble } = live
  return {
    state: live.state,
    bindStates: live.binds.map((bind) => ({
      number: bind.number,
      kind: bind.kind,
      state: bind.state,
      boundSince: timeOrNull(bind.boundSince),
      nextTryAt: timeOrNull(bind.nextTryAt),
      inFlight: bind.inFlight,
      windowSize: live.windowSize,
    })),
    counters: { ...live.counters },
    waiting: live.waiting,
    partsPerSecond: live.partsPerSecond,
    rateNow: live.rateNow === null ? null : rounded(live.rateNow),
    roundTripMs: live.roundTripMs === null ? null : rounded(live.roundTripMs),
    connectedSince: timeOrNull(live.connectedSince),
    lastError: lastTrouble && {
      at: wireTime(lastTrouble.at),
      text: lastTrouble.trouble.text,
      whatToDo: lastTrouble.trouble.whatToDo,
    },
  }
}

export const presentConnection = (connection: Connection, live: LinkLive): WireConnection => ({
  id: connection.id,
  name: connection.name,
  kind: connection.kind,
  host: connection.host,
  port: connection.port,
  tls: {
    enabled: connection.tls.enabled,
    verify: connection.tls.verify,
    ca: connection.tls.ca,
  },
  systemId: connection.systemId,
  passwordSet: connection.passwordBox !== null,
  signatureSecretSet: connection.signatureBox !== null,
  systemType: connection.systemType,
  bindType: connection.bindType,
  binds: connection.binds,
  windowSize: connection.windowSize,
  messagesPerSecond: connection.messagesPerSecond,
  enquireLinkSeconds: connection.enquireLinkSeconds,
  responseTimeoutSeconds: connection.responseTimeoutSeconds,
  receipts: {
    idForm: connection.receipts.idForm,
    learnedIdForm: connection.learnedIdForm,
    clockOffsetMinutes: connection.receipts.clockOffsetMinutes,
  },
  encoding: {
    defaultAlphabet: connection.encoding.defaultAlphabet,
    concatenation: connection.encoding.concatenation,
    sourceTon: connection.encoding.sourceTon,
    sourceNpi: connection.encoding.sourceNpi,
    serviceType: connection.encoding.serviceType,
  },
  vendor: connection.vendor,
  dialect: { ...connection.dialect },
  http: connection.http,
  enabled: connection.enabled,
  simulated: connection.simulated,
  createdAt: wireTime(connection.createdAt),
  updatedAt: wireTime(connection.updatedAt),
  ...presentLive(live),
})
