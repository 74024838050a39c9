import type { Answer } from '../api/call.ts'

export type SmppUser = Answer<'list-smpp-users'>['results'][number]
/** Binds come and go by themselves. */
export const LOOK_AGAIN_MS = 5_000

/** What the form holds of a user; numbers as their fields have them. */
export interface Settings {
  systemId: string
  name: string
  allowedAddresses: string[]
  tlsOnly: boolean
  bindKinds: SmppUser['bindKinds']
  bindsMax: number | string
  window: number | string
  deliveryWindow: number | string
  partsPerSecond: number | string
  version: SmppUser['version']
  alphabet: SmppUser['alphabet']
  messageIds: SmppUser['messageIds']
  receipts: SmppUser['receipts']
  senderPolicy: SmppUser['senderPolicy']
  sender: string
  inboundNumbers: string[]
  allInbound: boolean
  longInbound: SmppUser['longInbound']
}

const fresh: Settings = {
  systemId: '',
  name: '',
  allowedAddresses: [],
  tlsOnly: false,
  bindKinds: ['TRANSMITTER', 'RECEIVER', 'TRANSCEIVER'],
  bindsMax: 10,
  window: 100,
  deliveryWindow: 50,
  partsPerSecond: 100,
  version: '3.4',
  alphabet: 'GSM7',
  messageIds: 'UUID',
  receipts: { text: 'MINUTES', messageIds: 'UUID', parameters: true, networkError: true },
  senderPolicy: 'AS_SENT',
  sender: '',
  inboundNumbers: [],
  allInbound: false,
  longInbound: 'SEGMENTS',
}

export const settingsOf = (user: SmppUser | null): Settings =>
  user === null ? fresh : { ...user, name: user.name ?? '', sender: user.sender ?? '' }

/** As the operations take it. */
export const bodyOf = (settings: Settings) => ({
  systemId: settings.systemId.trim(),
  name: settings.name.trim() === '' ? null : settings.name.trim(),
  allowedAddresses: settings.allowedAddresses,
  tlsOnly: settings.tlsOnly,
  bindKinds: settings.bindKinds,
  bindsMax: Number(settings.bindsMax),
  window: Number(settings.window),
  deliveryWindow: Number(settings.deliveryWindow),
  partsPerSecond: Number(settings.partsPerSecond),
  version: settings.version,
  alphabet: settings.alphabet,
  messageIds: settings.messageIds,
  receipts: settings.receipts,
  senderPolicy: settings.senderPolicy,
  sender: settings.sender.trim() === '' ? null : settings.sender.trim(),
  inboundNumbers: settings.inboundNumbers,
  allInbound: settings.allInbound,
  longInbound: settings.longInbound,
})
