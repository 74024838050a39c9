import type { DefaultAlphabet } from '../protocols/gsm-text/index.ts'
import type { BindKind } from '../protocols/smpp/index.ts'
import type { IdForm } from './message-ids.ts'

/** What may be agreed with a customer about one SMPP user. Kept as JSON; what is missing has the value of `defaults`. */
export interface UserSettings {
  bindKinds: readonly BindKind[]
  /** At a time, over all processes. */
  bindsMax: number
  /** Requests of one bind that may wait for our answer; then its socket is not read. */
  window: number
  /** Receipts and messages that we send over one bind before an answer comes. */
  deliveryWindow: number
  /** Parts of messages, over all binds of the user at one process. */
  partsPerSecond: number
  /** The newest version that is spoken with it. */
  version: '3.4' | '5.0'
  tlsOnly: boolean
  /** What data_coding 0 means, both ways. */
  alphabet: DefaultAlphabet
  /** How it gets the ids of its messages in answers. */
  messageIds: IdForm
  senderPolicy: 'AS_SENT' | 'WHEN_EMPTY' | 'ALWAYS'
  receipts: ReceiptSettings
  /** A message from a handset that does not fit into one PDU. */
  longInbound: 'SEGMENTS' | 'PAYLOAD'
}

export interface ReceiptSettings {
  /** Dates of the text (SMPP 3.4 appendix B), or no text at all. */
  text: 'MINUTES' | 'SECONDS' | 'NONE'
  messageIds: IdForm
  /** receipted_message_id and message_state. */
  parameters: boolean
  networkError: boolean
}

export const defaults: UserSettings = {
  bindKinds: ['transmitter', 'receiver', 'transceiver'],
  bindsMax: 10,
  window: 100,
  deliveryWindow: 50,
  partsPerSecond: 100,
  version: '3.4',
  tlsOnly: false,
  alphabet: 'gsm7',
  messageIds: 'UUID',
  senderPolicy: 'AS_SENT',
  receipts: { text: 'MINUTES', messageIds: 'UUID', parameters: true, networkError: true },
  longInbound: 'SEGMENTS',
}

/** A user as it is kept. */
export interface User {
  accountId: number
  userId: number
  systemId: string
  name: string | null
  enabled: boolean
  allowedAddresses: readonly string[]
  sender: string | null
  /** Numbers whose messages from handsets it takes; '' for all of the account. */
  numbers: readonly string[]
  settings: UserSettings
  madeAt: Date
  changedAt: Date
  boundAt: Date | null
  /** Binds of now. */
  binds: number
}

/** As messages and reports name the user. */
export const collectorOf = (userId: number): string => `smpp:${userId}`

/** The bulk that a scheduled message, or the recipients of a submit_multi, make up; ends in the id that the user was told. */
export const bulkIdOf = (userId: number, id: string): string => `smpp/${userId}/${id}`
