import { numberKindOf, parseSender, type Msisdn } from '../../protocols/e164/index.ts'
import type { SenderKind } from './national.ts'

/** Senders whose kind is remembered: libphonenumber takes its time. */
const KNOWN_MAX = 50_000

export interface KnownSender {
  kind: SenderKind
  /** As senders are compared: digits without `+`, or the name. */
  address: string
}

const known = new Map<string, KnownSender | null>()

/** What a sender is to national rules; null: it can be none. */
export function senderKindOf(text: string): KnownSender | null {
  const found = known.get(text)
  if (found !== undefined) return found
  if (known.size >= KNOWN_MAX) known.clear()
  const read = parseSender(text)
  const made = read.ok ? { kind: kindOf(read.sender), address: read.sender.address } : null
  known.set(text, made)
  return made
}

function kindOf(sender: { kind: string; address: string }): SenderKind {
  if (sender.kind === 'alphanumeric') return 'ALPHANUMERIC'
  if (sender.kind === 'short-code') return 'SHORT_CODE'
  return numberKindOf(sender.address as Msisdn) === 'toll-free' ? 'TOLL_FREE' : 'LONG_NUMBER'
}
