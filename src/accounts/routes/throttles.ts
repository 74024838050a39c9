import { badField, wireTime, type App } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import type { LastUses } from '../last-uses.ts'
import * as store from '../store/throttles.ts'
import { accountInTree } from '../tree.ts'
import * as wire from '../throttles-wire.ts'
import { noSuchKey } from './api-keys.ts'

const path = '/accounts/1/accounts/:accountKey/throttles'
const ofInstallation = {
  product: 'accounts',
  envelope: 2,
  access: ['accounts:manage', 'account-management:manage'],
  rootAccountOnly: true,
} as const
const ofKeys = {
  product: 'account-management',
  envelope: 2,
  access: ['account-management:manage'],
} as const

const units = { SECOND: 's', MINUTE: 'm', HOUR: 'h', DAY: 'd' } as const
const unitNames = { s: 'SECOND', m: 'MINUTE', h: 'HOUR', d: 'DAY' } as const

export interface ThrottleNeeds {
  db: Db
  clock: Clock
  uses: LastUses
  /** After a change: nobody is to believe what was read before. */
  forget(): void
}

/** How often an account may ask, said by whoever runs the installation; and a key, said by its account. */
export function addThrottles(app: App, needs: ThrottleNeeds): void {
  const { db, clock } = needs
  app.operation(
    {
      ...ofInstallation,
      id: 'get-account-throttles',
      method: 'GET',
      path,
      summary: 'Read the limits of requests that an account has of its own',
      params: wire.ThrottlesPath,
      answers: { 200: wire.AccountThrottles },
    },
    async ({ params, credential }) => {
      const account = await accountInTree(db, credential.accountId, params.accountKey)
      return presentThrottles(await store.findThrottles(db, account.id))
    },
  )
  app.operation(
    {
      ...ofInstallation,
      id: 'set-account-throttles',
      method: 'PUT',
      path,
      summary: 'Set the limits of requests of an account',
      description:
        'Replaces what was set before; what is left out is as the installation has it. Of this account only, not of those below it. Counts at once here, and within 5 s in other processes.',
      params: wire.ThrottlesPath,
      body: wire.AccountThrottles,
      answers: { 200: wire.AccountThrottles },
    },
    async ({ params, body, credential }) => {
      const account = await accountInTree(db, credential.accountId, params.accountKey)
      const row = readThrottles(body, app)
      await store.saveThrottles(db, account.id, row, clock.now())
      needs.forget()
      return presentThrottles(row)
    },
  )
  addKeyLimits(app, needs)
}

function addKeyLimits(app: App, { db, uses, forget }: ThrottleNeeds): void {
  app.operation(
    {
      ...ofKeys,
      id: 'list-api-key-uses',
      method: 'GET',
      path: '/accounts/1/api-keys',
      summary: 'Read when API keys were used last, and their limits',
      description: 'Of the own account; ids of other keys are left out of the answer.',
      query: wire.KeyUseQuery,
      answers: { 200: wire.KeyUses },
    },
    async ({ query, credential }) => {
      const found = await store.listKeyUses(db, credential.accountId, idsOf(query.ids))
      return {
        results: found.map((one) => ({
          id: one.id,
          prefix: one.prefix,
          requestsPerSecond: one.requests_per_second,
          lastUsedAt: lastUse(one, uses),
        })),
      }
    },
  )
  app.operation(
    {
      ...ofKeys,
      id: 'limit-api-key',
      method: 'PUT',
      path: '/accounts/1/api-keys/:id/limit',
      summary: 'Set how often an API key may be used in a second',
      description: 'Never more than the account may with each of its keys.',
      params: wire.KeyLimitPath,
      body: wire.KeyLimit,
      answers: { 204: null },
    },
    async ({ params, body, credential }) => {
      const id = params.id.toUpperCase()
      if (!(await store.limitKey(db, credential.accountId, id, body.requestsPerSecond)))
        throw noSuchKey()
      forget()
    },
  )
}

/** What is in memory and not written yet counts too. */
function lastUse(one: store.KeyUseRow, uses: LastUses): string | null {
  const atMs = Math.max(one.last_used_at?.getTime() ?? 0, uses.ofKey(one.id))
  return atMs === 0 ? null : wireTime(new Date(atMs))
}

function idsOf(text: string): string[] {
  const ids = text
    .split(',')
    .map((one) => one.trim().toUpperCase())
    .filter((one) => one !== '')
  if (ids.length > wire.KEYS_ASKED_MAX)
    throw badField('ids', `must name ${wire.KEYS_ASKED_MAX} keys at most`)
  return ids
}

function readThrottles(body: wire.AccountThrottles, app: App): store.ThrottlesRow {
  const operations: Record<string, store.StoredLimit> = {}
  for (const [n, { operationId, requests, per }] of (body.operations ?? []).entries()) {
    if (!app.isOperation(operationId))
      throw badField(
        `operations[${n}].operationId`,
        'is no operation; docs/scopes.md and GET /platform/1/openapi list them',
      )
    if (Object.hasOwn(operations, operationId))
      throw badField(`operations[${n}].operationId`, 'is there twice')
    operations[operationId] = { requests, unit: units[per] }
  }
  return {
    factor: body.factor ?? null,
    unlimited: body.unlimited ?? false,
    requests_per_second: body.requestsPerSecondPerKey ?? null,
    operations,
  }
}

const presentThrottles = (row: store.ThrottlesRow | undefined): wire.AccountThrottles => ({
  factor: row?.factor ?? null,
  unlimited: row?.unlimited ?? false,
  requestsPerSecondPerKey: row?.requests_per_second ?? null,
  operations: Object.entries(row?.operations ?? {}).map(([operationId, one]) => ({
    operationId,
    requests: one.requests,
    per: unitNames[one.unit],
  })),
})
