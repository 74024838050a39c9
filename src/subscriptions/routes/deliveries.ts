import type { Clock } from '../../core/clock.ts'
import { badField, parseWireTime, Rejection, type App } from '../../core/http/index.ts'
import { isUuidv7, uuidFloor } from '../../core/ids.ts'
import type { Db } from '../../core/storage/index.ts'
import type { Deliverer, Prepared } from '../deliver.ts'
import { SIGNATURE_HEADER } from '../credentials.ts'
import type { Journal } from '../journal.ts'
import type { ReplayAgain } from '../needs.ts'
import { presentDelivery } from '../present.ts'
import { sampleBody } from '../samples.ts'
import { channelEvents, nothing } from '../settings.ts'
import * as store from '../store/deliveries.ts'
import type { DeliveryRow } from '../store/deliveries.ts'
import { findProfile, type ProfileRow } from '../store/settings.ts'
import * as wire from '../wire.ts'

const shared = { product: 'subscriptions', envelope: 2, access: ['subscriptions:manage'] } as const
const path = '/subscriptions/1/deliveries'
/** Deliveries read again in one request. */
const REPLAYED_MAX = 1_000
const ANSWER_BYTES_MAX = 1_024

interface Parts {
  db: Db
  clock: Clock
  journal: Journal
  deliverer: Deliverer
  replay: ReplayAgain
  resumed: (accountId: number, profileId: string) => Promise<void>
}

/** `/subscriptions/1/deliveries`: what was sent where, and what came of it; and sending again. */
export function addDeliveries(app: App, parts: Parts): void {
  const { db, journal } = parts
  app.operation(
    {
      ...shared,
      id: 'list-webhook-deliveries',
      method: 'GET',
      path,
      summary: 'List deliveries to webhooks, newest first, for eight days',
      description: 'The newest 10,000 of the account. Bodies are not kept.',
      query: wire.DeliveryQuery,
      answers: { 200: wire.DeliveryList },
    },
    async ({ query, credential }) => {
      const { limit = 50, cursor = null, profileId, failed } = query
      if (cursor !== null && !isUuidv7(cursor))
        throw badField('cursor', 'must be the cursor of an earlier answer')
      await journal.flush()
      const filter = { profileId, failed }
      const found = await store.pageDeliveries(db, credential.accountId, filter, cursor, limit + 1)
      const page = found.slice(0, limit)
      return {
        results: page.map(presentDelivery),
        nextCursor: found.length > limit ? page.at(-1)!.id : null,
      }
    },
  )
  addReplays(app, parts)
  addTrials(app, parts)
}

function addReplays(app: App, { db, clock, journal, replay, resumed }: Parts): void {
  app.operation(
    {
      ...shared,
      id: 'replay-webhook-delivery',
      method: 'POST',
      path: `${path}/:id/replay`,
      summary: 'Send what a delivery held once more',
      description:
        'The messages are read again from the record, which keeps them for eight days. What still waits to be delivered goes at once instead.',
      params: wire.DeliveryPath,
      answers: { 202: wire.Replay },
    },
    async ({ params, credential }) => {
      await journal.flush()
      const found = isUuidv7(params.id)
        ? await store.findDelivery(db, credential.accountId, params.id)
        : undefined
      if (!found) throw nothing('delivery')
      if (found.refs === null)
        throw new Rejection('CONFLICT', {
          text: 'What this delivery held is not kept, so it cannot be sent again.',
          action: 'Read the current state with the operations of its product.',
        })
      const told = await replayAll([found], replay)
      if (told.queued === 0)
        throw new Rejection('NOT_FOUND', {
          text: 'The messages of this delivery are gone: they are kept for eight days.',
        })
      return told
    },
  )
  app.operation(
    {
      ...shared,
      id: 'replay-webhook-deliveries',
      method: 'POST',
      path: `${path}/replay`,
      summary: 'Send what failed deliveries of a time held once more',
      description:
        'At most 1,000 deliveries, the oldest first. What waits for the same profiles goes at once as well.',
      body: wire.ReplayRange,
      answers: { 202: wire.Replay },
    },
    async ({ body, credential }) => {
      await journal.flush()
      const since = time('since', body.since)
      const until = body.until === undefined ? clock.now() : time('until', body.until)
      if (until <= since) throw badField('until', 'must be later than since')
      const range = {
        fromId: uuidFloor(since.getTime()),
        toId: uuidFloor(until.getTime() + 1),
        profileId: body.profileId,
      }
      const found = await store.failedDeliveries(db, credential.accountId, range, REPLAYED_MAX)
      const told = await replayAll(found, replay)
      for (const profileId of new Set(found.map((one) => one.profile_id)))
        if (profileId !== null) await resumed(credential.accountId, profileId)
      return told
    },
  )
}

async function replayAll(found: readonly DeliveryRow[], replay: ReplayAgain) {
  let queued = 0
  let asked = 0
  const seen = new Set<string>()
  for (const one of found) {
    // A delivery that failed several times held the same each time.
    const refs = (one.refs ?? []).filter((ref) => {
      const key = `${one.profile_id ?? ''} ${ref.id} ${ref.statusId ?? ''}`
      return !seen.has(key) && seen.add(key)
    })
    asked += refs.length
    if (refs.length > 0)
      queued += await replay(one.account_id, {
        profileId: one.profile_id,
        subscriptionId: one.subscription_id,
        channel: one.channel,
        event: one.event,
        refs,
      })
  }
  return { deliveries: found.length, queued, gone: asked - queued }
}

function time(property: string, text: string): Date {
  const read = parseWireTime(text)
  if (!read) throw badField(property, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return read
}

function addTrials(app: App, { db, clock, deliverer }: Parts): void {
  app.operation(
    {
      ...shared,
      id: 'test-profile',
      method: 'POST',
      path: '/subscriptions/1/profiles/:profileId/test',
      summary: 'Send a sample event to a profile now',
      description:
        'Also to a paused one. Tells what was sent and what was answered; it is not in the delivery log.',
      params: wire.ProfilePath,
      body: wire.NewTrial,
      answers: { 200: wire.Trial },
    },
    async ({ params, body, credential }): Promise<wire.Trial> => {
      const profile = await findProfile(db, credential.accountId, params.profileId)
      if (!profile) throw nothing('profile')
      if (!channelEvents(body.channel).has(body.event))
        throw badField('event', 'is not one of the channel')
      const text = JSON.stringify(sampleBody(body.channel, body.event, clock.now()))
      return trial(deliverer, clock, profile, text)
    },
  )
}

async function trial(
  deliverer: Deliverer,
  clock: Clock,
  profile: ProfileRow,
  body: string,
): Promise<wire.Trial> {
  const prepared = await deliverer.prepare(profile, body)
  if ('reason' in prepared)
    return {
      ok: false,
      status: null,
      reason: prepared.reason,
      tookMs: 0,
      request: { url: profile.url, headers: {}, body },
      signature: null,
      answer: null,
    }
  const begun = clock.ms()
  const answer = await deliverer.send(profile, prepared, body, ANSWER_BYTES_MAX)
  return {
    ok: answer.ok,
    status: answer.status,
    reason: answer.ok ? null : answer.reason,
    tookMs: Math.max(0, Math.round(clock.ms() - begun)),
    request: { url: profile.url, headers: shown(prepared), body },
    signature:
      prepared.signedWith === null
        ? null
        : {
            header: SIGNATURE_HEADER,
            algorithm: prepared.signedWith,
            signed: body,
          },
    answer: answer.status === null ? null : (answer.text ?? ''),
  }
}

const shown = ({ headers, secret }: Prepared): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secret.has(name) ? value.replace(/\S+$/, '********') : value,
    ]),
  )
