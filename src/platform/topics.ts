import type { Topic } from '../core/events/index.ts'

/** What a browser may follow over the event stream. */
export const topics: Readonly<Record<string, Topic>> = {
  inbound: {
    scopes: ['messaging:read', 'inbound-message:read', 'sms:inbound-message:read', 'sms:manage'],
  },
  counters: { scopes: ['messaging:read', 'sms:logs:read', 'sms:manage'] },
  connections: { scopes: ['operators:read', 'operators:manage'], rootAccountOnly: true },
  handsets: { scopes: ['simulator:manage'], rootAccountOnly: true },
  webhooks: { scopes: ['subscriptions:manage'] },
}
