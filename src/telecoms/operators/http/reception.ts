import { encodeUcs2 } from '../../../protocols/gsm-text/index.ts'
import type { ConnectionProfile } from '../connection.ts'
import type { InboundPart } from '../received.ts'
import type { Listener } from '../reception.ts'
import type { Counters } from '../wire.ts'
import type { PeerEvent } from './provider.ts'

/** data_coding of UCS-2, SMPP 3.4 §5.2.19. */
const UCS2 = 8

/** Nobody takes what operators tell: they are to tell it again. */
export class NobodyListens extends Error {
  override readonly name = 'NobodyListens'
}

/** Hands what an operator told to the listener. Resolves when all of it is stored. */
export async function storeEvents(
  events: readonly PeerEvent[],
  at: { listener: Listener | null; profile: ConnectionProfile; counters: Counters },
): Promise<void> {
  const { listener, profile, counters } = at
  if (listener === null) throw new NobodyListens('nobody takes receipts yet')
  await Promise.all(
    events.map((event) => {
      switch (event.kind) {
        case 'malformed':
          counters.malformed++
          return undefined
        case 'receipt':
          counters.receipts++
          return listener.receipt({
            connectionId: profile.connectionId,
            peerIds: [event.receipt.id],
            receipt: event.receipt,
          })
        case 'inbound':
          counters.inbound++
          return listener.inbound(partOf(event, profile))
      }
    }),
  )
}

/** As a handset's message comes over SMPP: text in UCS-2, octets as they are. */
function partOf(
  { sender, destination, content, part }: PeerEvent & { kind: 'inbound' },
  profile: ConnectionProfile,
): InboundPart {
  const inOctets =
    content.kind === 'text'
      ? { dataCoding: UCS2, udh: false, octets: encodeUcs2(content.text) }
      : content
  return {
    connectionId: profile.connectionId,
    simulated: profile.simulated,
    source: sender,
    destination,
    dataCoding: inOctets.dataCoding,
    udh: inOctets.udh,
    octets: inOctets.octets,
    sar: part,
    profile,
  }
}
