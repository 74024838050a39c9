import { badField, Rejection, type App, type Credential } from '../../core/http/index.ts'
import { transaction } from '../../core/storage/index.ts'
import { presentList, presentPrice } from '../present.ts'
import {
  kinds,
  readPrice,
  readPriceCsv,
  senderKinds,
  writePriceCsv,
  type WrittenPrice,
} from '../price-csv.ts'
import { insertList, insertPrices, type NewPrice } from '../store/books.ts'
import {
  exportPrices,
  findList,
  listLists,
  lockList,
  pagePrices,
  renameList,
  retireList,
  type ListRow,
  type PriceFilter,
} from '../store/lists.ts'
import * as wire from '../wire.ts'
import { managing, pageOf, reading, type Parts } from './shared.ts'

const IMPORT_LINES_MAX = 10_000
const EXPORT_MAX = 50_000

/** `/billing/1/price-lists`: what an account sells by, and what operators sell to the root account by. */
export function addPriceLists(app: App, parts: Parts): void {
  addLists(app, parts)
  addChanges(app, parts)
  addPrices(app, parts)
  addCsv(app, parts)
}

function addLists(app: App, parts: Parts): void {
  const { db, clock, around } = parts
  app.operation(
    {
      ...reading,
      id: 'list-price-lists',
      method: 'GET',
      path: '/billing/1/price-lists',
      summary: 'List the price lists of the account',
      query: wire.Page,
      answers: { 200: wire.ListPage },
    },
    async ({ query, credential }) => {
      const limit = query.limit ?? 100
      const after = Number(query.cursor ?? 0)
      const found = await listLists(db, credential.accountId, after, limit + 1)
      const { page, nextCursor } = pageOf(found, limit, (one) => one.id)
      return { results: page.map((one) => presentList(one, around)), nextCursor }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-price-list',
      method: 'POST',
      path: '/billing/1/price-lists',
      summary: 'Make a price list',
      description:
        'With `connectionId` it says what an operator asks for: only the root account has such lists, one for each connection.',
      body: wire.NewList,
      answers: { 201: wire.List },
    },
    async ({ body, credential }) => {
      const connectionId = body.connectionId ?? null
      if (connectionId !== null) {
        if (!credential.isRootAccount)
          throw new Rejection('FORBIDDEN', {
            text: 'Only the root account buys from operators.',
            action: 'Leave connectionId out.',
          })
        if (around.connectionName(connectionId) === null)
          throw badField('connectionId', 'is no connection')
      }
      const made = await insertList(
        db,
        {
          account_id: credential.accountId,
          connection_id: connectionId,
          name: body.name.trim(),
          currency: body.currency,
        },
        clock.now(),
      )
      if (made === undefined)
        throw new Rejection('CONFLICT', { text: 'The connection has a price list already.' })
      parts.forget()
      return presentList(await listOf(parts, credential, made), around)
    },
  )
}

function addChanges(app: App, parts: Parts): void {
  const { db, clock, around } = parts
  app.operation(
    {
      ...managing,
      id: 'update-price-list',
      method: 'PUT',
      path: '/billing/1/price-lists/:listId',
      summary: 'Rename a price list',
      params: wire.ListPath,
      body: wire.ChangedList,
      answers: { 200: wire.List },
    },
    async ({ params, body, credential }) => {
      await renameList(db, credential.accountId, params.listId, body.name.trim())
      return presentList(await listOf(parts, credential, params.listId), around)
    },
  )
  app.operation(
    {
      ...managing,
      id: 'delete-price-list',
      method: 'DELETE',
      path: '/billing/1/price-lists/:listId',
      summary: 'Take a price list out of use',
      description: 'Refused while an account buys by it. What was charged by it stays explained.',
      params: wire.ListPath,
      answers: { 204: null },
    },
    async ({ params, credential }) => {
      await listOf(parts, credential, params.listId)
      const retired = await transaction(db, async (tx) => {
        await lockList(tx, params.listId)
        return retireList(tx, credential.accountId, params.listId, clock.now())
      })
      if (!retired)
        throw new Rejection('CONFLICT', {
          text: 'Accounts buy by this list, now or later.',
          action: 'Assign them another list first.',
        })
      parts.forget()
    },
  )
}

function addPrices(app: App, parts: Parts): void {
  const { db, clock, around } = parts
  app.operation(
    {
      ...reading,
      id: 'list-prices',
      method: 'GET',
      path: '/billing/1/price-lists/:listId/prices',
      summary: 'List the prices of a list, newest first',
      params: wire.ListPath,
      query: wire.PriceQuery,
      answers: { 200: wire.PricePage },
    },
    async ({ params, query, credential }) => {
      await listOf(parts, credential, params.listId)
      const limit = query.limit ?? 100
      const found = await pagePrices(
        db,
        credential.accountId,
        params.listId,
        filterOf(query),
        limit + 1,
      )
      const { page, nextCursor } = pageOf(found, limit, (one) => one.id)
      return { results: page.map((one) => presentPrice(one, around)), nextCursor }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'add-prices',
      method: 'POST',
      path: '/billing/1/price-lists/:listId/prices',
      summary: 'Add prices to a list',
      description:
        'Prices are never changed: a later one for the same traffic goes before an earlier one from its `validFrom` on. `amount` null: not priced any more. A time in the past counts for messages from now on.',
      params: wire.ListPath,
      body: wire.NewPrices,
      answers: { 201: wire.Added },
    },
    async ({ params, body, credential }) => {
      await listOf(parts, credential, params.listId)
      const now = clock.now()
      const prices = body.prices.map((one, n): NewPrice => {
        const read = readPrice(one as WrittenPrice, around.places, now)
        if (typeof read === 'string') throw badField(`prices[${n}]`, read)
        return read
      })
      const added = await insertPrices(db, credential.accountId, params.listId, prices, now)
      parts.forget()
      return { added }
    },
  )
}

function addCsv(app: App, parts: Parts): void {
  const { db, clock, around } = parts
  app.operation(
    {
      ...reading,
      id: 'export-prices',
      method: 'GET',
      path: '/billing/1/price-lists/:listId/csv',
      summary: 'Read all prices of a list as CSV',
      params: wire.ListPath,
      answers: { 200: wire.PriceCsv },
    },
    async ({ params, credential }) => {
      await listOf(parts, credential, params.listId)
      return {
        csv: writePriceCsv(await exportPrices(db, credential.accountId, params.listId, EXPORT_MAX)),
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'import-prices',
      method: 'POST',
      path: '/billing/1/price-lists/:listId/csv',
      summary: 'Add prices of a CSV to a list',
      description: `All lines or none; at most ${IMPORT_LINES_MAX}. The answer tells what is wrong with which line.`,
      params: wire.ListPath,
      body: wire.PriceImport,
      answers: { 200: wire.Imported },
    },
    async ({ params, body, credential }) => {
      await listOf(parts, credential, params.listId)
      const now = clock.now()
      const { prices, faults } = readPriceCsv(body.csv, around.places, now, IMPORT_LINES_MAX)
      if (faults.length > 0) return { added: 0, faults: faults.slice(0, 100) }
      if (body.dryRun || prices.length === 0) return { added: prices.length, faults }
      const added = await insertPrices(db, credential.accountId, params.listId, prices, now)
      parts.forget()
      return { added, faults }
    },
  )
}

const filterOf = (query: wire.PriceQuery): PriceFilter => ({
  kind: query.kind === undefined ? null : kinds[query.kind],
  country: query.country ?? null,
  network: query.network ?? null,
  channel: query.channel ?? null,
  direction: query.direction ?? null,
  sender_kind: query.senderKind === undefined ? null : senderKinds[query.senderKind],
  before: query.cursor ?? null,
})

/** A list of the account's; 404 for any other. */
export async function listOf(
  { db }: Parts,
  credential: Credential,
  listId: number,
): Promise<ListRow> {
  const found = await findList(db, credential.accountId, listId)
  if (!found) throw new Rejection('NOT_FOUND', { text: 'There is no such price list.' })
  return found
}
