import { wireTime } from '../core/http/index.ts'
import { uuidv7 } from '../core/ids.ts'

/** Bodies of events that never happened, for trying an address. Numbers are of no country. */

const TO = '999100000001'
const none = { groupId: 0, id: 0, permanent: false, description: 'No Error' }

const samples: Readonly<Record<string, (at: Date) => object>> = {
  'SMS DELIVERY': (at) => ({
    bulkId: 'sample',
    messageId: uuidv7(at.getTime()),
    to: TO,
    sender: 'Trunkline',
    sentAt: wireTime(at),
    doneAt: wireTime(at),
    messageCount: 1,
    price: { pricePerMessage: 0, currency: 'EUR' },
    status: {
      groupId: 3,
      groupName: 'DELIVERED',
      id: 5,
      name: 'DELIVERED_TO_HANDSET',
      description: 'Message delivered to handset',
    },
    error: { ...none, groupName: 'OK', name: 'NO_ERROR' },
  }),
  'SMS INBOUND_MESSAGE': (at) => ({
    messageId: uuidv7(at.getTime()),
    from: TO,
    to: '999100000002',
    text: 'This is a sample',
    cleanText: 'This is a sample',
    receivedAt: wireTime(at),
    smsCount: 1,
    price: { pricePerMessage: 0, currency: 'EUR' },
  }),
  'BLOCKLIST BLOCK': (at) => blocked('BLOCK', at),
  'BLOCKLIST UNBLOCK': (at) => blocked('UNBLOCK', at),
}

const blocked = (event: string, at: Date) => ({
  event,
  receivedAt: wireTime(at),
  messageId: uuidv7(at.getTime()),
  content: { destination: TO, channel: 'SMS', sourceType: 'MO' },
})

/** The body that a delivery of one such event has. */
export function sampleBody(channel: string, event: string, at: Date): object {
  const item = samples[`${channel} ${event}`]?.(at) ?? {
    channel,
    event,
    receivedAt: wireTime(at),
    messageId: uuidv7(at.getTime()),
  }
  return channel === 'SMS' && event === 'INBOUND_MESSAGE'
    ? { results: [item], messageCount: 1, pendingMessageCount: 0 }
    : { results: [item] }
}
