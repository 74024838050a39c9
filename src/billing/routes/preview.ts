import { badField, wireTime, type App, type Credential } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import { amountText } from '../amount.ts'
import { presentPlace, wireKind, wireUnit } from '../present.ts'
import { PriceList, type Traffic } from '../price-list.ts'
import { readPrices } from '../store/books.ts'
import type { Component } from '../tariffs.ts'
import * as wire from '../wire.ts'
import { listOf } from './price-lists.ts'
import { reading, timeOf, visibleAccount, type Parts } from './shared.ts'

/** What a message costs, and why: by the prices an account buys at, or by a list alone. */
export function addPreview(app: App, parts: Parts): void {
  const { clock, around } = parts
  app.operation(
    {
      ...reading,
      id: 'preview-price',
      method: 'GET',
      path: '/billing/1/preview',
      summary: 'What a message to a number costs at a time, and why',
      description:
        'By the prices of the own account, of `account` below it, or of a list of its own.',
      query: wire.PreviewQuery,
      answers: { 200: wire.Preview },
    },
    async ({ query, credential }) => {
      const place = around.places.ofNumber(query.to)
      if (!place) throw badField('to', 'must be a number with its country code')
      const usual = query.direction === 'MO' ? 'long-number' : 'alphanumeric'
      const senderKind = query.sender === undefined ? usual : around.senderKind(query.sender)
      if (senderKind === null) throw badField('sender', 'is no sender')
      const at = timeOf('at', query.at, clock.now())
      const traffic: Traffic = {
        channel: query.channel ?? 'SMS',
        direction: query.direction ?? 'MT',
        country: place.country,
        mccMnc: place.mccMnc,
        senderKind,
      }
      const quoted =
        query.listId === undefined
          ? await byAccount(parts, credential, query.account, traffic, at.getTime())
          : await byList(parts, credential, query.listId, traffic, at.getTime())
      const lines = (components: readonly Component[]) =>
        components.map((one) => ({
          listId: one.list,
          priceId: one.price,
          kind: wireKind[one.kind === 'surcharge' ? 'surcharge' : 'base'],
          name: one.name,
          unit: wireUnit[one.unit === 'message' ? 'message' : 'part'],
          amount: amountText(BigInt(one.micros)),
          total: amountText(totalOf([one], query.parts ?? 1)),
        }))
      return {
        ...presentPlace(place, around),
        at: wireTime(at),
        priced: quoted.priced,
        charges: quoted.charges.map(({ account, currency, components }) => ({
          account,
          currency,
          total: amountText(totalOf(components, query.parts ?? 1)),
          lines: lines(components),
        })),
      }
    },
  )
}

const totalOf = (components: readonly Component[], parts: number): bigint =>
  components.reduce(
    (sum, one) => sum + BigInt(one.micros) * (one.unit === 'part' ? BigInt(parts) : 1n),
    0n,
  )

interface Quoted {
  priced: boolean
  charges: { account: string | null; currency: string; components: Component[] }[]
}

/** Only what the account and those below it are charged: what a seller above buys at is not the buyer's to know. */
async function byAccount(
  parts: Parts,
  credential: Credential,
  key: string | undefined,
  traffic: Traffic,
  at: number,
): Promise<Quoted> {
  const { db, books, around } = parts
  const accountId = await visibleAccount(parts, credential, key)
  const quote = (await books.of(db, [accountId])).get(accountId)?.quote(traffic, at)
  if (!quote?.ok) return { priced: false, charges: [] }
  const mine = new Set(await around.accounts.accountsBelow(credential.accountId))
  const shown = quote.charges.filter(
    (one, n) => mine.has(one.payer.accountId) || (n === 0 && accountId === credential.accountId),
  )
  const keys = await around.accounts.accountsOf(shown.map((one) => one.payer.accountId))
  return {
    priced: true,
    charges: shown.map(({ payer, base, surcharges }) => ({
      account: keys.get(payer.accountId)?.key ?? null,
      currency: payer.currency,
      components: base === null ? [] : [base, ...surcharges],
    })),
  }
}

async function byList(
  parts: Parts,
  credential: Credential,
  listId: number,
  traffic: Traffic,
  at: number,
): Promise<Quoted> {
  const list = await listOf(parts, credential, listId)
  const { base, surcharges } = (await compiled(parts.db, list)).at(traffic, at)
  if (!base) return { priced: false, charges: [] }
  const components = [base, ...surcharges].map((one): Component => ({
    price: String(one.id),
    list: list.id,
    kind: one.kind,
    name: one.name,
    unit: one.unit,
    micros: String(one.amount_micros),
  }))
  return { priced: true, charges: [{ account: null, currency: list.currency, components }] }
}

const compiled = async (db: Db, list: { id: number; version: number }): Promise<PriceList> =>
  new PriceList(list.id, list.version, await readPrices(db, [list.id]))
