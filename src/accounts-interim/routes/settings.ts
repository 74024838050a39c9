import Type from 'typebox'
import { badField, Rejection, wireTime, type App } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import { parseSender } from '../../protocols/e164/index.ts'
import type { ApiKeyDesk } from '../api-keys.ts'
import * as store from '../store/accounts.ts'
import * as wire from '../wire.ts'

const SENDERS_MAX = 1_000

/** API keys as the compatible API has them, and their removal. */
export function apiKeyOperations(app: App, desk: ApiKeyDesk): void {
  const shared = { product: 'account-management', envelope: 2, access: ['account-management:manage'] } as const
  const params = Type.Object({ apiKeyId: Type.String({ maxLength: 64 }) })
  app.operation(
    { ...shared, id: 'get-api-keys-by-filter', method: 'GET', path: '/settings/2/api-keys', summary: 'Read API keys by filter', query: wire.ApiKeysQuery, answers: { 200: wire.ApiKeys } },
    async ({ query, credential }) => desk.list(credential.accountId, query),
  )
  app.operation(
    {
      ...shared, id: 'create-api-key', method: 'POST', path: '/settings/2/api-keys', summary: 'Make a new API key',
      description: 'The secret is in this answer and nowhere else. Without scopes the key may do everything in its account; without validTo it ends after a year.',
      body: wire.CreateApiKey, answers: { 201: wire.ApiKey },
    },
    async ({ body, credential }) => desk.make(credential.accountId, credential.isRootAccount, body),
  )
  app.operation(
    { ...shared, id: 'get-api-key', method: 'GET', path: '/settings/2/api-keys/:apiKeyId', summary: 'Read one API key', params, answers: { 200: wire.ApiKey } },
    async ({ params: { apiKeyId }, credential }) => desk.read(credential.accountId, apiKeyId),
  )
  app.operation(
    { ...shared, id: 'update-api-key', method: 'PUT', path: '/settings/2/api-keys/:apiKeyId', summary: 'Change an API key', params, body: wire.UpdateApiKey, answers: { 200: wire.ApiKey } },
    async ({ params: { apiKeyId }, body, credential }) => desk.change(credential.accountId, credential.isRootAccount, apiKeyId, body),
  )
  app.operation(
    {
      ...shared, product: 'accounts', id: 'delete-api-key', method: 'DELETE', path: '/accounts/1/api-keys/:id', summary: 'Remove an API key for good',
      params: Type.Object({ id: Type.String({ maxLength: 64 }) }), answers: { 204: null },
    },
    async ({ params: { id }, credential }) => desk.remove(credential.accountId, id),
  )
}

export function balanceOperation(app: App, db: Db): void {
  app.operation(
    {
      id: 'get-account-balance', method: 'GET', path: '/account/1/balance', product: 'account-management', envelope: 1,
      summary: 'Balance of the account', access: ['account-management:manage'], answers: { 200: wire.BalanceAnswer },
    },
    async ({ credential }) => {
      const balance = await store.readBalance(db, credential.accountId)
      return { balance: Number(balance?.amount_micros ?? 0n) / 1_000_000, currency: balance?.currency ?? 'EUR' }
    },
  )
}

/** The names and numbers an account sends from and is written to at. */
export function senderOperations(app: App, db: Db, clock: Clock): void {
  const shared = { product: 'accounts', envelope: 2 } as const
  app.operation(
    {
      ...shared, id: 'list-senders', method: 'GET', path: '/accounts/1/senders', summary: 'List the senders of the account',
      access: ['messaging:read', 'accounts:manage', 'sms:manage'], query: wire.SendersQuery, answers: { 200: wire.Senders },
    },
    async ({ query, credential }) => ({ results: (await store.listSenders(db, credential.accountId, query.limit ?? SENDERS_MAX)).map(present) }),
  )
  app.operation(
    {
      ...shared, id: 'create-sender', method: 'POST', path: '/accounts/1/senders', summary: 'Register a sender',
      description: 'A name of 11 characters at most, a short code, or a number with its country code. Handsets that write to a number reach the account that registered it first.',
      access: ['accounts:manage'], body: wire.CreateSender, answers: { 201: wire.Sender },
    },
    async ({ body, credential }) => {
      const parsed = parseSender(body.sender)
      if (!parsed.ok) throw badField('sender', 'must be a name of up to 11 characters, a short code, or a number with its country code')
      if ((await store.countSenders(db, credential.accountId)) >= SENDERS_MAX) throw badField('sender', `an account has at most ${SENDERS_MAX} senders`)
      const made = await store.insertSender(db, credential.accountId, { channel: 'SMS', address: parsed.sender.address, kind: parsed.sender.kind, now: clock.now() })
      if (!made) throw new Rejection('CONFLICT', { text: 'The account has this sender already.' })
      return present(made)
    },
  )
  app.operation(
    {
      ...shared, id: 'delete-sender', method: 'DELETE', path: '/accounts/1/senders/:id', summary: 'Remove a sender',
      access: ['accounts:manage'], params: Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }), answers: { 204: null },
    },
    async ({ params: { id }, credential }) => {
      if ((await store.deleteSender(db, credential.accountId, id)) === 0) throw new Rejection('NOT_FOUND', { text: 'There is no such sender.' })
    },
  )
}

const present = (row: store.SenderRow) => ({ id: row.sender_id, sender: row.address, kind: row.kind, createdAt: wireTime(row.created_at) })
