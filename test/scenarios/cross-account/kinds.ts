import { generateSync } from 'otplib'
import { caller, eventually, makeKey, type Answer } from '../../support/running.ts'
import { billKinds } from './bills.ts'
import { moneyKinds } from './money.ts'
import { smppKinds } from './smpp.ts'
import { webhookKinds } from './webhooks.ts'
import { figures, ssoSettings } from './bodies.ts'
import { MARK } from './mark.ts'
import type { CrossWorld, Party } from './world.ts'

/**
 * Every kind of thing that can be named in a request, and how an account comes to have one. A new operation that names
 * things needs a line in `places.ts`; a new kind of thing needs a maker here.
 */
interface Kind {
  /** Makes one and gives the id that others name it by. */
  make(party: Party, world: CrossWorld): Promise<string>
  /** A well-formed id of which there is none; another one each time. */
  unknown(): string
}

let last = 0
const nextNumber = () => ++last
const hex32 = () => nextNumber().toString(16).toUpperCase().padStart(32, 'F')
const word = () => `nobody-has-${nextNumber()}`
const number = () => `99900077${String(nextNumber()).padStart(4, '0')}`
const integer = () => String(2_000_000_000 + nextNumber())
const uuid = () => `01a20af8-0000-7000-8000-${nextNumber().toString(16).padStart(12, '0')}`

/** What an account calls its own things. */
const named = (party: Party, what: string) =>
  `${what}-${party.name === 'alpha' ? MARK : party.name}-${nextNumber()}`

async function ok<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
  const answer = await asked
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

interface Sent {
  messages: { messageId: string }[]
}

const inAnHour = (world: CrossWorld) => new Date(world.running.clock.ms() + 3_600_000).toISOString()

/** A message with everything it can be found by, delivered and waiting to be reported. */
async function sendMessage(
  party: Party,
  world: CrossWorld,
  more: { bulkId?: string; campaign?: string; platform?: object },
): Promise<string> {
  const messageId = named(party, 'message')
  await ok(
    party.call('POST', '/sms/3/messages', {
      messages: [
        {
          sender: 'Sender',
          destinations: [{ to: '999000600001', messageId }],
          content: { text: `Text of ${party.name === 'alpha' ? MARK : party.name}` },
          options: {
            ...(more.platform ? { platform: more.platform } : {}),
            ...(more.campaign ? { campaignReferenceId: more.campaign } : {}),
          },
        },
      ],
      ...(more.bulkId ? { options: { schedule: { bulkId: more.bulkId } } } : {}),
    }),
  )
  await eventually('the report of a message', async () => {
    const [row] = await world.running.look<{ n: number }>(
      `select count(*)::int as n from messaging.live where account_id = $1 and message_id = $2 and state = 3`,
      [party.accountId, messageId],
    )
    return row!.n === 1 ? true : undefined
  })
  return messageId
}

async function makeApplication(party: Party): Promise<string> {
  const applicationId = named(party, 'application')
  const applicationName = applicationId
  await ok(party.call('POST', '/provisioning/1/applications', { applicationId, applicationName }))
  return applicationId
}

async function makeEntity(party: Party): Promise<string> {
  const entityId = named(party, 'entity')
  await ok(party.call('POST', '/provisioning/1/entities', { entityId, entityName: entityId }))
  return entityId
}

/** Remembers that the party has these, so that a request that names several names such as belong together. */
function remember(party: Party, has: Partial<Record<KindName, string>>): void {
  for (const [kind, id] of Object.entries(has)) party.has.set(kind as KindName, id)
}

async function associate(party: Party, _world: CrossWorld, resourceId = number()) {
  const association = {
    applicationId: await makeApplication(party),
    entityId: await makeEntity(party),
    resourceId,
  }
  const body = { ...association, resourceType: 'NUMBER', channel: 'SMS' }
  await ok(party.call('POST', '/provisioning/1/associations', body))
  remember(party, {
    'associated application': association.applicationId,
    'associated entity': association.entityId,
    'associated resource': association.resourceId,
  })
  return association
}

async function makeStrategy(party: Party, _world: CrossWorld) {
  const platform = {
    applicationId: await makeApplication(party),
    entityId: await makeEntity(party),
  }
  const { sendingStrategyId } = await ok(
    party.call<{ sendingStrategyId: string }>('POST', '/provisioning/2/sending-strategies', {
      platform,
    }),
  )
  remember(party, {
    'application with a strategy': platform.applicationId,
    'entity with a strategy': platform.entityId,
    'sending strategy': sendingStrategyId,
  })
  return { ...platform, sendingStrategyId }
}

/** A message from a handset to a number that belongs to an application and an entity. */
async function receive(party: Party, world: CrossWorld) {
  const resourceId = number()
  await world.running.accounts.addSender(party.accountId, resourceId)
  const association = await associate(party, world, resourceId)
  const text = `Inbound of ${party.name === 'alpha' ? MARK : party.name}`
  // What belongs to a number is believed for some seconds.
  world.running.clock.advance(6_000)
  await world.running.simulator.inbound({ from: '999000600003', to: resourceId, text })
  await eventually('an inbound message', async () => {
    const [row] = await world.running.look(
      'select 1 from messaging.inbound where account_id = $1 and application_id = $2',
      [party.accountId, association.applicationId],
    )
    return row ? true : undefined
  })
  remember(party, {
    'application of inbound messages': association.applicationId,
    'entity of inbound messages': association.entityId,
  })
  return association
}

async function makeBelow(party: Party, person: 'NATURAL' | 'LEGAL') {
  const wishes = { name: named(party, 'below'), kind: 'CUSTOMER', person, declaredOfAge: true }
  return ok(party.call<{ key: string }>('POST', '/accounts/1/accounts', wishes))
}

/** There may be two at most. */
async function removeFactors(party: Party): Promise<void> {
  const path = '/accounts/1/me/second-factors'
  const { factors } = await ok(party.call<{ factors: { id: number }[] }>('GET', path))
  for (const { id } of factors) await ok(party.call('DELETE', `${path}/${id}`))
}

async function beginTotp(party: Party): Promise<string> {
  const made = await ok(
    party.call<{ id: number; secret: string }>('POST', '/accounts/1/me/second-factors/totp', {
      name: named(party, 'factor'),
    }),
  )
  party.totpSecret = made.secret
  return String(made.id)
}

/** What the authenticator app of a party shows now. */
export const totpCode = (party: Party, { running }: CrossWorld): string =>
  generateSync({ secret: party.totpSecret, epoch: Math.floor(running.clock.ms() / 1_000) })

const makers = {
  account: { make: async (party) => party.accountKey, unknown: hex32 },
  user: {
    make: async (party) => {
      // The trail is to tell of it.
      await ok(party.call('PUT', '/accounts/1/me', { locale: 'en' }))
      return String(party.userId)
    },
    unknown: integer,
  },
  member: {
    make: async (party, world) => {
      const [row] = await world.running.look<{ id: number }>(
        `with made as (
           insert into accounts.users (email, password_hash, name, locale, state, created_at, password_changed_at)
           select $2 || '@example.org', password_hash, $2, locale, state, created_at, password_changed_at
           from accounts.users where id = $1
           returning id)
         insert into accounts.memberships (account_id, user_id, role, created_at)
         select $3, made.id, 'developer', $4 from made
         returning user_id as id`,
        [party.userId, named(party, 'member'), party.accountId, world.running.clock.now()],
      )
      return String(row!.id)
    },
    unknown: integer,
  },
  role: {
    make: async (party) => {
      const role = { name: named(party, 'role'), scopes: ['sms:manage'] }
      return (await ok(party.call<{ id: string }>('POST', '/accounts/1/roles', role))).id
    },
    unknown: () => String(900_000_000 + nextNumber()),
  },
  invitation: {
    make: async (party, world) => {
      const wishes = { email: `${named(party, 'guest')}@example.org`, roleId: 'developer' }
      const made = await ok(party.call<{ id: number }>('POST', '/accounts/1/invitations', wishes))
      // It may be sent again after some minutes.
      await world.running.look(
        `update accounts.invitations set sent_at = sent_at - interval '10 minutes' where id = $1`,
        [made.id],
      )
      return String(made.id)
    },
    unknown: integer,
  },
  'log-in domain': {
    make: async (party) => {
      const domain = `${named(party, 'domain')}.example`
      const body = { ...ssoSettings, domains: [domain] }
      await ok(party.call('PUT', '/accounts/1/sso', body))
      return domain
    },
    unknown: () => `${word()}.example`,
  },
  'member who came by a provider': {
    make: async (party, world) => {
      const userId = await world.idOf(party, 'member')
      await ok(party.call('PUT', '/accounts/1/sso', { ...ssoSettings, domains: [] }))
      await world.running.look(
        `insert into accounts.sso_identities (account_id, issuer, subject, user_id, created_at, last_used_at)
         values ($1, $2, $3, $4, $5, $5)`,
        [
          party.accountId,
          ssoSettings.issuer,
          named(party, 'subject'),
          userId,
          world.running.clock.now(),
        ],
      )
      return userId
    },
    unknown: integer,
  },
  'account with others below': {
    make: async (party) => {
      await makeBelow(party, 'LEGAL')
      return party.accountKey
    },
    unknown: hex32,
  },
  'account below': {
    make: async (party) => (await makeBelow(party, 'LEGAL')).key,
    unknown: hex32,
  },
  'person below': {
    make: async (party) => (await makeBelow(party, 'NATURAL')).key,
    unknown: hex32,
  },
  'paused account below': {
    make: async (party) => {
      const { key } = await makeBelow(party, 'LEGAL')
      await ok(party.call('POST', `/accounts/1/accounts/${key}/pause`, { reason: 'A look at it' }))
      return key
    },
    unknown: hex32,
  },
  proposal: {
    make: async (party) => {
      const { key } = await makeBelow(party, 'NATURAL')
      const proposal = { accountKey: key, kind: 'SUSPEND', reason: 'Fraud', evidence: MARK }
      return (await ok(party.call<{ id: string }>('POST', '/accounts/1/proposals', proposal))).id
    },
    unknown: integer,
  },
  'verified number': {
    // Through the API only accounts on trial get one.
    make: async (party, world) => {
      const [row] = await world.running.look<{ id: string }>(
        `insert into accounts.verified_numbers (account_id, number, code_hash, code_ends_at, created_at)
         values ($1, $2, 'hash', $4, $3) returning id::text`,
        [party.accountId, number(), world.running.clock.now(), inAnHour(world)],
      )
      return row!.id
    },
    unknown: integer,
  },
  'request for figures': {
    make: async (party, world) => {
      const made = await ok(
        party.call<{ requestId: string }>(
          'POST',
          '/metrics/1/query-aggregate-data',
          figures(world),
        ),
      )
      return made.requestId
    },
    unknown: uuid,
  },
  session: { make: async (party) => party.sessions.pop()!, unknown: integer },
  'second factor': {
    make: async (party, world) => {
      await removeFactors(party)
      const id = await beginTotp(party)
      const body = { code: totpCode(party, world) }
      await ok(party.call('POST', `/accounts/1/me/second-factors/totp/${id}/confirm`, body))
      return id
    },
    unknown: integer,
  },
  'second factor to confirm': { make: beginTotp, unknown: integer },
  'key that did something': {
    make: async (party, world) => {
      const { id, secret } = await makeKey(party.call, named(party, 'key'), [
        'account-management:manage',
      ])
      const call = caller(() => world.running.url, secret)
      await ok(call('PUT', `/settings/2/api-keys/${id}`, { name: named(party, 'key') }))
      return id
    },
    unknown: hex32,
  },
  'api-key': {
    make: async (party) => (await makeKey(party.call, named(party, 'key'), ['sms:manage'])).id,
    unknown: hex32,
  },
  sender: {
    make: async (party) =>
      String(
        (
          await ok(
            party.call<{ id: number }>('POST', '/accounts/1/senders', {
              sender: `Name${nextNumber()}`,
            }),
          )
        ).id,
      ),
    unknown: integer,
  },
  'sender registration': {
    make: async (party) =>
      String(
        (
          await ok(
            party.call<{ id: number }>('POST', '/rules/1/registrations', {
              sender: `Name${nextNumber()}`,
              country: 'IE',
            }),
          )
        ).id,
      ),
    unknown: integer,
  },
  application: { make: makeApplication, unknown: word },
  entity: { make: makeEntity, unknown: word },
  // An association has all three; whoever asks for one of them gets the others with it.
  'associated application': {
    make: async (party, world) => (await associate(party, world)).applicationId,
    unknown: word,
  },
  'associated entity': {
    make: async (party, world) => (await associate(party, world)).entityId,
    unknown: word,
  },
  'associated resource': {
    make: async (party, world) => (await associate(party, world)).resourceId,
    unknown: number,
  },
  'sending strategy': {
    make: async (party, world) => (await makeStrategy(party, world)).sendingStrategyId,
    unknown: word,
  },
  'application with a strategy': {
    make: async (party, world) => (await makeStrategy(party, world)).applicationId,
    unknown: word,
  },
  'entity with a strategy': {
    make: async (party, world) => (await makeStrategy(party, world)).entityId,
    unknown: word,
  },
  'application of inbound messages': {
    make: async (party, world) => (await receive(party, world)).applicationId,
    unknown: word,
  },
  'entity of inbound messages': {
    make: async (party, world) => (await receive(party, world)).entityId,
    unknown: word,
  },
  message: { make: (party, world) => sendMessage(party, world, {}), unknown: word },
  'sent bulk': {
    make: async (party, world) => {
      const bulkId = named(party, 'bulk')
      await sendMessage(party, world, { bulkId })
      return bulkId
    },
    unknown: word,
  },
  'scheduled bulk': {
    make: async (party, world) => {
      const bulkId = named(party, 'bulk')
      await ok(
        party.call<Sent>('POST', '/sms/3/messages', {
          messages: [
            {
              sender: 'Sender',
              destinations: [{ to: '999000600002' }],
              content: { text: `Later ${party.name === 'alpha' ? MARK : party.name}` },
            },
          ],
          options: { schedule: { bulkId, sendAt: inAnHour(world) } },
        }),
      )
      return bulkId
    },
    unknown: word,
  },
  'campaign of messages': {
    make: async (party, world) => {
      const campaign = named(party, 'campaign')
      await sendMessage(party, world, { campaign })
      return campaign
    },
    unknown: word,
  },
  'application of messages': {
    make: async (party, world) => {
      const applicationId = await makeApplication(party)
      await sendMessage(party, world, { platform: { applicationId } })
      return applicationId
    },
    unknown: word,
  },
  'entity of messages': {
    make: async (party, world) => {
      const entityId = await makeEntity(party)
      const applicationId = await makeApplication(party)
      await sendMessage(party, world, { platform: { applicationId, entityId } })
      return entityId
    },
    unknown: word,
  },
  'trail entry': {
    // A place in one's own chain: other accounts have the same places, and see their own entries there.
    make: async (party, world) => {
      await makeKey(party.call, named(party, 'key'), ['sms:manage'])
      const [row] = await world.running.look<{ seq: string }>(
        'select max(seq) as seq from audit.entries where account_id = $1',
        [party.accountId],
      )
      return row!.seq
    },
    unknown: integer,
  },
  connection: {
    make: async (party) => {
      const body = await ok(
        party.call<{ connections?: { id: string }[]; results?: { id: string }[] }>(
          'GET',
          '/operators/1/connections',
        ),
      )
      return String((body.results ?? body.connections)![0]!.id)
    },
    unknown: integer,
  },
  route: {
    make: async (party) => {
      const body = await ok(party.call<{ results: { id: string }[] }>('GET', '/operators/1/routes'))
      return String(body.results[0]!.id)
    },
    unknown: integer,
  },
  mail: { make: async () => uuid(), unknown: uuid },
  ...moneyKinds({
    named,
    ok,
    integer,
    hex32,
    makeBelow: (party) => makeBelow(party, 'LEGAL'),
    remember: (party, has) => remember(party, has),
  }),
  ...billKinds({ uuid, hex32, named }),
  ...smppKinds,
  ...webhookKinds({ named, ok, word, uuid, makeApplication, makeEntity, sendMessage }),
} satisfies Record<string, Kind>

export type KindName = keyof typeof makers
export const kinds: Readonly<Record<KindName, Kind>> = makers
