import Type from 'typebox'
import { badField, parseWireTime, wireTime, type App, type Credential } from '../core/http/index.ts'
import { isUuidv7 } from '../core/ids.ts'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../core/storage/index.ts'
import type { Blocklist } from './blocklist.ts'
import type { Find } from './find.ts'
import type { AccountTree } from './needs.ts'
import type { Replays } from './replays.ts'
import { addBlocklist } from './routes/blocklist.ts'
import { addReplays } from './routes/replays.ts'
import { overview, type HealthPart } from './overview.ts'
import { inboundToSummary, scheduledToSummary, toSummary } from './present.ts'
import { mayRead, readablePlatform } from './platform-pairs.ts'
import { messageDetail, noSuchMessage, type More, type Names } from './timeline.ts'
import * as wire from './wire.ts'
import { readWebhooks, writeWebhooks } from './store/inbound.ts'
import { pageInbound, pageScheduled } from './store/messages.ts'

const PAGE_DEFAULT = 50
const MESSAGE_ID_MAX = 200

interface Parts {
  db: Db
  clock: Clock
  find: Find
  names: Names
  deliveries: More['deliveries']
  health: (accountId: number) => Promise<HealthPart[]>
  /** How many messages of an account wait in this process. */
  inMemory: (accountId: number) => number
  tree: AccountTree
  blocklist: Blocklist
  replays: Replays
}

/** Trunkline's own operations on messages: what the portal shows, for anybody with a key. */
export function messagingRoutes(app: App, parts: Parts): void {
  listOperations(app, parts)
  settingsOperations(app, parts)
  addBlocklist(app, parts)
  addReplays(app, parts.replays)
}

function listOperations(app: App, parts: Parts): void {
  const { db, clock, find, names, health, inMemory, deliveries } = parts
  app.operation(
    {
      id: 'list-messages',
      boundKeys: 'narrowed',
      method: 'GET',
      path: '/messaging/1/messages',
      product: 'messaging',
      envelope: 2,
      summary: 'List messages sent from the account, newest first, for eight days',
      access: ['messaging:read', 'sms:logs:read', 'sms:manage'],
      query: wire.MessageListQuery,
      answers: { 200: wire.MessageList },
    },
    async ({ query, credential }) =>
      query.scheduled ? scheduledPage(db, credential, query) : livePage(find, credential, query),
  )
  app.operation(
    {
      id: 'get-message',
      boundKeys: 'narrowed',
      method: 'GET',
      path: '/messaging/1/messages/:id',
      product: 'messaging',
      envelope: 2,
      summary: 'One message with everything that happened to it',
      description: "By the caller's id or ours.",
      access: ['messaging:read', 'sms:logs:read', 'sms:manage'],
      params: Type.Object({ id: Type.String({ maxLength: MESSAGE_ID_MAX }) }),
      answers: { 200: wire.MessageDetail },
    },
    async ({ params, credential }) => {
      const detail = await messageDetail(db, find, names, credential.accountId, params.id, {
        deliveries,
        operatorIds: credential.isRootAccount,
      })
      if (!mayRead(credential, detail)) throw noSuchMessage()
      return detail
    },
  )
  app.operation(
    {
      id: 'list-inbound',
      boundKeys: 'narrowed',
      method: 'GET',
      path: '/messaging/1/inbound',
      product: 'messaging',
      envelope: 2,
      summary: 'List messages from handsets, newest first, for eight days',
      description:
        'Reading this list hands nothing out: the same messages can still be pulled or pushed.',
      access: ['messaging:read', 'inbound-message:read', 'sms:inbound-message:read', 'sms:manage'],
      query: wire.InboundListQuery,
      answers: { 200: wire.InboundList },
    },
    async ({ query, credential }) => {
      const limit = query.limit ?? PAGE_DEFAULT
      if (query.cursor !== undefined && !isUuidv7(query.cursor))
        throw badField('cursor', 'must be the cursor of an earlier answer')
      const filter = {
        ...(query.from ? { sender: digits(query.from) } : {}),
        ...(query.to ? { dest: query.to } : {}),
        ...readablePlatform(credential, query),
      }
      const found = await pageInbound(
        db,
        credential.accountId,
        filter,
        find.recentDays(),
        query.cursor ?? null,
        limit + 1,
      )
      const page = found.slice(0, limit)
      return {
        results: page.map(inboundToSummary),
        nextCursor: found.length > limit ? page.at(-1)!.id : null,
      }
    },
  )
  app.operation(
    {
      id: 'get-overview',
      method: 'GET',
      path: '/messaging/1/overview',
      product: 'messaging',
      envelope: 2,
      summary: "Today's traffic, the last 24 hours, what waits, and health",
      access: ['messaging:read', 'sms:logs:read', 'sms:manage'],
      answers: { 200: wire.Overview },
    },
    async ({ credential }) => {
      const { accountId } = credential
      return overview(db, clock, accountId, await health(accountId), inMemory(accountId))
    },
  )
}

function settingsOperations(app: App, { db, clock }: Parts): void {
  app.operation(
    {
      id: 'get-webhooks',
      method: 'GET',
      path: '/messaging/1/webhooks',
      product: 'messaging',
      envelope: 2,
      summary: 'Where reports and inbound messages of the account go',
      access: ['messaging:read', 'sms:manage', 'subscriptions:manage'],
      answers: { 200: wire.WebhookSettings },
    },
    async ({ credential }) => toSettings(await readWebhooks(db, credential.accountId)),
  )
  app.operation(
    {
      id: 'update-webhooks',
      method: 'PUT',
      path: '/messaging/1/webhooks',
      product: 'messaging',
      envelope: 2,
      summary: 'Say where reports and inbound messages of the account go',
      description: 'A URL in a send request goes before these. null: they wait to be pulled.',
      access: ['sms:manage', 'subscriptions:manage'],
      body: wire.WebhookSettings,
      answers: { 200: wire.WebhookSettings },
    },
    async ({ body, credential }) => {
      checkAddress('deliveryUrl', body.deliveryUrl)
      checkAddress('inboundUrl', body.inboundUrl)
      const urls = { delivery_url: body.deliveryUrl || null, inbound_url: body.inboundUrl || null }
      await writeWebhooks(db, credential.accountId, urls, clock.now())
      return toSettings(urls)
    },
  )
}

const toSettings = (
  row: { delivery_url: string | null; inbound_url: string | null } | undefined,
): wire.WebhookSettings => ({
  deliveryUrl: row?.delivery_url ?? null,
  inboundUrl: row?.inbound_url ?? null,
})

function checkAddress(property: string, address: string | null): void {
  if (address === null || address === '') return
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw badField(property, 'must be an http or https address')
}

type ListQuery = {
  limit?: number
  cursor?: string
  to?: string
  sender?: string
  status?: string
  bulkId?: string
  messageId?: string
  applicationId?: string
  entityId?: string
  since?: string
  until?: string
}

async function livePage(find: Find, credential: Credential, query: ListQuery) {
  const { found, nextCursor } = await find.page(credential.accountId, null, {
    limit: query.limit ?? PAGE_DEFAULT,
    ...(query.cursor ? { cursor: query.cursor } : {}),
    ...(query.to ? { dest: digits(query.to) } : {}),
    ...(query.sender ? { sender: query.sender } : {}),
    ...(query.status ? { generalStatus: query.status.toUpperCase() } : {}),
    ...(query.bulkId ? { bulkIds: [query.bulkId] } : {}),
    ...(query.messageId ? { messageIds: [query.messageId] } : {}),
    ...readablePlatform(credential, query),
    ...(query.since ? { sentSince: time('since', query.since) } : {}),
    ...(query.until ? { sentUntil: time('until', query.until) } : {}),
  })
  return { results: found.map(toSummary), nextCursor }
}

async function scheduledPage(db: Db, credential: Credential, query: ListQuery) {
  const limit = query.limit ?? PAGE_DEFAULT
  const filter = {
    ...(query.to ? { dest: digits(query.to) } : {}),
    ...(query.sender ? { sender: query.sender } : {}),
    ...(query.bulkId ? { bulkId: query.bulkId } : {}),
    ...readablePlatform(credential, query),
  }
  const found = await pageScheduled(
    db,
    credential.accountId,
    filter,
    query.cursor ? scheduledCursor(query.cursor) : null,
    limit + 1,
  )
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    results: page.map(scheduledToSummary),
    nextCursor:
      found.length > limit && last
        ? Buffer.from(`${wireTime(last.send_at)} ${last.id}`).toString('base64url')
        : null,
  }
}

function scheduledCursor(text: string): { at: Date; id: string } {
  const [at = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
  const time = parseWireTime(at)
  if (!time || !isUuidv7(id)) throw badField('cursor', 'must be the cursor of an earlier answer')
  return { at: time, id }
}

/** A number as it is stored. */
const digits = (text: string): string =>
  /^[+\d\s().-]+$/.test(text) ? text.replace(/\D/g, '').replace(/^00/, '') : text

function time(property: string, text: string): Date {
  const read = parseWireTime(text)
  if (!read) throw badField(property, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return read
}
