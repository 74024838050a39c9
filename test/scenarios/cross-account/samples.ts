import { figures, ssoSettings } from './bodies.ts'
import { totpCode } from './kinds.ts'
import * as money from './money.ts'
import * as webhooks from './webhooks.ts'
import type { CrossWorld, Party } from './world.ts'

let last = 0
const unused = () => `unused-${++last}`

/**
 * What a schema cannot tell of a request that is right. By operation; the function gets who asks.
 * Operations that are not here are asked with what their schema requires.
 */
type Sample = (
  party: Party,
  world: CrossWorld,
) => Promise<{ body?: unknown; query?: Record<string, unknown> }>

/** A reference of a payment is entered once. */
let payments = 0

export const samples: Readonly<Record<string, Sample>> = {
  'confirm-totp': async (party, world) => {
    await world.idOf(party, 'second factor to confirm')
    return { body: { code: totpCode(party, world) } }
  },
  'update-sso': async () => ({ body: { ...ssoSettings, domains: [] } }),
  'create-account': async () => ({
    body: { name: 'Below', kind: 'CUSTOMER', person: 'LEGAL', declaredOfAge: true },
  }),
  'change-account-state': async () => ({ body: { state: 'SUSPENDED', reason: 'To see' } }),
  'query-aggregate-data': async (_party, world) => ({ body: figures(world) }),
  'get-usage': async () => ({ query: { from: '2026-11-01', to: '2026-11-30', by: 'day' } }),
  'query-billing-usage': async () => ({
    body: {
      callbackUrl: webhooks.NOWHERE,
      request: {
        filterBy: { dateInterval: { sentSince: '2026-11-01', sentUntil: '2026-11-30' } },
        aggregateBy: ['DAY'],
      },
    },
  }),
  'create-price-list': async () => ({ body: { name: unused(), currency: 'EUR' } }),
  'update-price-list': async () => ({ body: { name: unused() } }),
  'add-prices': async () => ({ body: { prices: [{ amount: '0.05', country: 'DE' }] } }),
  'import-prices': async () => ({ body: { csv: 'country,amount\nDE,0.05\n' } }),
  'give-package': async (_party, world) => ({ body: money.packageOf(world, unused()) }),
  'post-to-balance': async () => ({ body: { kind: 'TOP_UP', amount: '1', reason: 'Paid' } }),
  'create-dispute': async () => ({ body: { reason: 'Wrong' } }),
  'preview-price': async () => ({ query: { to: '491701234567', channel: 'SMS' } }),
  'update-user': async () => ({ body: { roleId: 'analyst' } }),
  'update-role': async () => ({ body: { name: 'Changed', scopes: ['sms:manage'] } }),
  'create-invitation': async (party) => ({
    body: { email: `guest-${party.has.size}@example.net`, roleId: 'analyst' },
  }),
  'create-customer-payment': async () => ({
    body: { amount: '1.00', receivedOn: '2026-11-24', reference: `bank ${++payments}` },
  }),
  'create-credit-note': async () => ({ body: { reason: 'Sample', netAmount: '1.00' } }),
  'decide-dispute': async () => ({ body: { upheld: false, text: 'Sample' } }),
  'create-subscription': async () => ({
    body: webhooks.subscription(unused(), webhooks.profile(unused())),
  }),
  'update-subscription': async (party, world) => ({
    body: { events: [], profile: { profileId: await world.idOf(party, 'profile') } },
  }),
  'create-profile': async () => ({ body: webhooks.profile(unused()) }),
  'create-security-settings': async () => ({ body: webhooks.security(unused()) }),
  'upload-certificate': async () => ({ body: webhooks.certificate(unused()) }),
  'test-connection-to-webhook': async (party, world) => ({
    body: {
      certificateId: await world.idOf(party, 'client certificate'),
      webhookUrl: webhooks.NOWHERE,
    },
  }),
  'test-profile': async () => ({ body: { channel: 'SMS', event: 'DELIVERY' } }),
  'replay-webhook-deliveries': async (_party, world) => ({
    body: { since: new Date(world.running.clock.ms() - 1000).toISOString() },
  }),
  'replay-reports': async (_party, world) => ({
    body: {
      since: new Date(world.running.clock.ms() - 60_000).toISOString(),
      until: new Date(world.running.clock.ms()).toISOString(),
    },
  }),
  'send-sms-messages': async () => ({
    body: {
      messages: [
        { sender: 'Sender', destinations: [{ to: '999000600009' }], content: { text: 'Hello' } },
      ],
    },
  }),
  'send-sms-messages-over-query-parameters': async () => ({
    query: { to: '999000600009', text: 'Hello', from: 'Sender' },
  }),
}
