import {
  badField,
  parseWireTime,
  Rejection,
  wireTime,
  type App,
  type Credential,
} from '../../../core/http/index.ts'
import { national } from '../national.ts'
import { senderKindOf, type KnownSender } from '../sender-kinds.ts'
import * as store from '../store/registrations.ts'
import type { RegistrationRow } from '../store/registrations.ts'
import * as wire from '../wire.ts'
import {
  deciders,
  deciding,
  managing,
  numberOf,
  pageOf,
  reading,
  unknown,
  type Parts,
} from './shared.ts'

const own = '/rules/1/registrations'
const asked = '/rules/1/registration-requests'
const none = () => unknown('There is no registration with this id.')

/** `/rules/1/registrations`: senders that an account registers for countries, and who decides. */
export function addRegistrations(app: App, parts: Parts): void {
  addOwn(app, parts)
  addRequests(app, parts)
}

function addOwn(app: App, parts: Parts): void {
  const { db, clock, book } = parts
  app.operation(
    {
      ...reading,
      id: 'list-sender-registrations',
      method: 'GET',
      path: own,
      summary: 'List senders registered for countries',
      description: 'Oldest first.',
      query: wire.RegistrationQuery,
      answers: { 200: wire.RegistrationList },
    },
    ({ query, credential }) => list(parts, query, credential.accountId),
  )
  app.operation(
    {
      ...managing,
      id: 'request-sender-registration',
      method: 'POST',
      path: own,
      summary: 'Ask for a sender to be registered for a country',
      description:
        '`GET /rules/1/countries/{country}` tells which details it asks for. Whoever runs the installation decides. What was rejected or has ended may be asked for again.',
      body: wire.NewRegistration,
      answers: { 201: wire.Registration },
    },
    async ({ body, credential }) => {
      const sender = senderKindOf(body.sender)
      if (!sender) throw badField('sender', 'must be a name of up to 11 characters or a number')
      const details = body.details ?? {}
      requireDetails(body.country, sender, details)
      const made = await store.request(
        db,
        credential.accountId,
        {
          country: body.country,
          sender: sender.address,
          kind: sender.kind,
          details,
          note: body.note ?? null,
        },
        wire.SENDERS_MAX,
        clock.now(),
      )
      if (!made)
        throw new Rejection('CONFLICT', {
          text: `This is asked for or registered already, or there are ${wire.SENDERS_MAX} registrations, which is the most there can be.`,
          action: 'Read the list of registrations.',
        })
      return (await present(parts, [made]))[0]
    },
  )
  app.operation(
    {
      ...reading,
      id: 'get-sender-registration',
      method: 'GET',
      path: `${own}/:registrationId`,
      summary: 'Read a registration',
      params: wire.RegistrationPath,
      answers: { 200: wire.Registration },
    },
    async ({ params, credential }) => {
      const found = await store.findRegistration(db, credential.accountId, params.registrationId)
      if (!found) throw none()
      return (await present(parts, [found]))[0]
    },
  )
  app.operation(
    {
      ...managing,
      id: 'delete-sender-registration',
      method: 'DELETE',
      path: `${own}/:registrationId`,
      summary: 'Withdraw a registration',
      description: 'Its messages are bound by the rules of the country again.',
      params: wire.RegistrationPath,
      answers: { 204: null },
    },
    async ({ params, credential }) => {
      if ((await store.deleteRegistration(db, credential.accountId, params.registrationId)) === 0)
        throw none()
      book.forget()
    },
  )
}

function addRequests(app: App, parts: Parts): void {
  const { db, clock, book } = parts
  app.operation(
    {
      ...deciders,
      id: 'list-registration-requests',
      method: 'GET',
      path: asked,
      summary: 'List registrations of all accounts',
      description: 'Oldest first; with `state=REQUESTED` what waits for a decision.',
      query: wire.RegistrationQuery,
      answers: { 200: wire.RegistrationList },
    },
    ({ query }) => list(parts, query, null),
  )
  app.operation(
    {
      ...deciding,
      id: 'decide-sender-registration',
      method: 'POST',
      path: `${asked}/:registrationId/decision`,
      summary: 'Decide about a registration',
      description:
        'Approve when the sender stands in the register of the country, or with the operators. What was decided may be decided again. In force at once; on other nodes within 5 seconds.',
      params: wire.RegistrationPath,
      body: wire.Decision,
      answers: { 200: wire.Registration },
    },
    async ({ params, body, credential }) => {
      const decided = await store.decide(
        db,
        params.registrationId,
        {
          state: body.decision,
          answer: body.answer ?? null,
          userId: userOf(credential),
          expiresAt: body.decision === 'APPROVED' ? endOf(body.expiresAt, clock.ms()) : null,
        },
        clock.now(),
      )
      if (!decided) throw none()
      book.forget()
      return (await present(parts, [decided]))[0]
    },
  )
}

const userOf = (credential: Credential): number | null => credential.userId ?? null

function endOf(text: string | null | undefined, nowMs: number): Date | null {
  if (text === undefined || text === null) return null
  const read = parseWireTime(text)
  if (!read || read.getTime() <= nowMs)
    throw badField('expiresAt', 'must be a time to come such as 2027-11-23T20:29:00.000+0000')
  return read
}

/** @throws BAD_REQUEST for what the country asks for and is not there */
function requireDetails(
  country: string,
  sender: KnownSender,
  details: Readonly<Record<string, string>>,
): void {
  for (const { name, about, kinds } of national().get(country)?.registration ?? [])
    if (kinds.includes(sender.kind) && !details[name]?.trim())
      throw badField(`details.${name}`, `is asked for by this country: ${about}`)
}

async function list(
  parts: Parts,
  query: { limit?: number; cursor?: string; state?: wire.Registration['state'] },
  accountId: number | null,
) {
  const limit = query.limit ?? 100
  const found = await store.pageRegistrations(
    parts.db,
    { accountId, state: query.state ?? null, now: parts.clock.now() },
    numberOf(query.cursor),
    limit + 1,
  )
  const { page, nextCursor } = pageOf(found, limit, (one) => String(one.id))
  return { results: await present(parts, page), nextCursor }
}

async function present(
  { accounts, clock }: Parts,
  set: readonly RegistrationRow[],
): Promise<wire.Registration[]> {
  const names = await accounts.accountsOf([...new Set(set.map((one) => one.account_id))])
  const now = clock.ms()
  const orNull = (at: Date | null) => (at === null ? null : wireTime(at))
  return set.map((one) => ({
    id: Number(one.id),
    accountKey: names.get(one.account_id)?.key ?? '',
    sender: one.sender,
    kind: one.kind,
    country: one.country,
    state:
      one.state === 'APPROVED' && one.expires_at !== null && one.expires_at.getTime() <= now
        ? 'EXPIRED'
        : one.state,
    details: one.details,
    note: one.note,
    answer: one.answer,
    requestedAt: wireTime(one.requested_at),
    decidedAt: orNull(one.decided_at),
    expiresAt: orNull(one.expires_at),
  }))
}
