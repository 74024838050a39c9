import { badField, Rejection, wireTime, type App } from '../../core/http/index.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { amountText } from '../amount.ts'
import { billingDay } from '../billing-day.ts'
import { topUp } from '../open-account.ts'
import { sellPackage } from '../packages.ts'
import { presentPackage } from '../present.ts'
import { assignList } from '../store/books.ts'
import { lockBalances, post } from '../store/ledger.ts'
import { lockList } from '../store/lists.ts'
import {
  endPackage,
  findTerms,
  listAssignments,
  listCustomers,
  listPackages,
  updateCreditLimit,
  updateTerms,
  type TermsRow,
} from '../store/terms.ts'
import * as wire from '../wire.ts'
import {
  amountOf,
  customerOf,
  directCustomerOf,
  managing,
  pageOf,
  reading,
  timeOf,
  type Parts,
} from './shared.ts'

const ASSIGNMENTS_SHOWN = 50

/** `/billing/1/customers`, `/billing/1/terms/{account}`: how the accounts below buy. */
export function addTerms(app: App, parts: Parts): void {
  addCustomers(app, parts)
  addTermsOf(app, parts)
  addAssignments(app, parts)
  addPackages(app, parts)
  addPostings(app, parts)
}

function addCustomers(app: App, { db, around }: Parts): void {
  app.operation(
    {
      ...reading,
      id: 'list-customers',
      method: 'GET',
      path: '/billing/1/customers',
      summary: 'List the accounts right below, with their balances',
      query: wire.Page,
      answers: { 200: wire.CustomerPage },
    },
    async ({ query, credential }) => {
      const limit = query.limit ?? 100
      const after = Number(query.cursor ?? 0)
      const found = await listCustomers(db, credential.accountId, after, limit + 1)
      const { page, nextCursor } = pageOf(found, limit, (one) => one.account_id)
      const names = await around.accounts.accountsOf(page.map((one) => one.account_id))
      const results = page.map((one) => ({
        account: names.get(one.account_id)?.key ?? '',
        accountName: names.get(one.account_id)?.name ?? '',
        currency: one.currency,
        balance: amountText(one.amount_micros),
        prepaid: one.prepaid,
        creditLimit: limitText(one),
        paidBy: one.pays === 'parent' ? ('PARENT' as const) : ('SELF' as const),
      }))
      return { results, nextCursor }
    },
  )
}

const limitText = (one: Pick<TermsRow, 'prepaid' | 'credit_limit_micros'>): string | null =>
  one.prepaid || one.credit_limit_micros === null ? null : amountText(one.credit_limit_micros)

function addTermsOf(app: App, parts: Parts): void {
  const { db, clock } = parts
  app.operation(
    {
      ...reading,
      id: 'get-terms',
      method: 'GET',
      path: '/billing/1/terms/:account',
      summary: 'Read how an account below buys',
      params: wire.AccountPath,
      answers: { 200: wire.Terms },
    },
    async ({ params, credential }) =>
      presentTerms(parts, await customerOf(parts, credential, params.account)),
  )
  app.operation(
    {
      ...managing,
      id: 'update-terms',
      method: 'PUT',
      path: '/billing/1/terms/:account',
      summary: 'Change how an account right below buys',
      description:
        'What is left out stays. A postpaid account may owe up to `creditLimit` (null: without limit). `paidBy` PARENT: the account above pays.',
      params: wire.AccountPath,
      body: wire.ChangedTerms,
      answers: { 200: wire.Terms },
    },
    async ({ params, body, credential }) => {
      const before = await directCustomerOf(parts, credential, params.account)
      if (body.zone !== undefined && !isZone(body.zone))
        throw badField('zone', 'is no time zone of the tz database')
      const prepaid = body.prepaid ?? before.prepaid
      const limit =
        body.creditLimit === undefined
          ? before.credit_limit_micros
          : body.creditLimit === null
            ? null
            : amountOf('creditLimit', body.creditLimit)
      if (limit !== null && limit < 0n) throw badField('creditLimit', 'must not be below zero')
      const changed = {
        account_id: before.account_id,
        prepaid,
        pays: body.paidBy === undefined ? before.pays : paysOf[body.paidBy],
        zone: body.zone ?? before.zone,
        alerts_below_micros:
          body.alertsBelow?.map((one, n) => amountOf(`alertsBelow[${n}]`, one)) ??
          before.alerts_below_micros,
      }
      await transaction(db, async (tx) => {
        await lockBalances(tx, [before.account_id])
        await updateTerms(tx, changed, clock.now())
        await updateCreditLimit(tx, before.account_id, prepaid ? 0n : limit)
      })
      parts.forget()
      return presentTerms(parts, (await findTerms(db, before.account_id))!)
    },
  )
}

const paysOf = { SELF: 'self', PARENT: 'parent' } as const

function isZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function addAssignments(app: App, parts: Parts): void {
  const { db, clock } = parts
  app.operation(
    {
      ...managing,
      id: 'assign-price-list',
      method: 'POST',
      path: '/billing/1/terms/:account/price-lists',
      summary: 'Let an account right below buy by a price list from a time on',
      description: 'null: it is charged nothing from then on. A time in the past is now.',
      params: wire.AccountPath,
      body: wire.NewAssignment,
      answers: { 201: wire.Terms },
    },
    async ({ params, body, credential }) => {
      const terms = await directCustomerOf(parts, credential, params.account)
      const now = clock.now()
      const wanted = timeOf('validFrom', body.validFrom, now)
      const validFrom = wanted < now ? now : wanted
      await transaction(db, async (tx) => {
        if (body.listId !== null) {
          const list = await lockList(tx, body.listId)
          if (list?.account_id !== credential.accountId || list.connection_id !== null)
            throw badField('listId', 'is none of your price lists to sell by')
          if (list.currency !== terms.currency)
            throw badField(
              'listId',
              `is in ${list.currency}; the account buys in ${terms.currency}`,
            )
        }
        await assignList(
          tx,
          { account_id: terms.account_id, valid_from: validFrom, list_id: body.listId },
          now,
        )
      })
      parts.forget()
      return presentTerms(parts, terms)
    },
  )
}

function addPackages(app: App, parts: Parts): void {
  const { db, clock, tariffs } = parts
  app.operation(
    {
      ...reading,
      id: 'list-packages',
      method: 'GET',
      path: '/billing/1/terms/:account/packages',
      summary: 'List the packages of an account below, newest first',
      params: wire.AccountPath,
      query: wire.Page,
      answers: { 200: wire.PackagePage },
    },
    async ({ params, query, credential }) => {
      const terms = await customerOf(parts, credential, params.account)
      const limit = query.limit ?? 100
      const before = query.cursor === undefined ? null : Number(query.cursor)
      const found = await listPackages(db, terms.account_id, before, limit + 1)
      const { page, nextCursor } = pageOf(found, limit, (one) => one.id)
      return { results: page.map(presentPackage), nextCursor }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'give-package',
      method: 'POST',
      path: '/billing/1/terms/:account/packages',
      summary: 'Give or sell an account right below a package of messages',
      description:
        'It is used before money, the one that ends first in front. Its price is charged at once; left out, its messages are free. Surcharges are charged beside it.',
      params: wire.AccountPath,
      body: wire.NewPackage,
      answers: { 201: wire.Package },
    },
    async ({ params, body, credential }) => {
      const terms = await directCustomerOf(parts, credential, params.account)
      const now = clock.now()
      const price = body.price === undefined ? 0n : amountOf('price', body.price)
      if (price < 0n) throw badField('price', 'must not be below zero')
      const validFrom = timeOf('validFrom', body.validFrom, now)
      const validTo = timeOf('validTo', body.validTo, now)
      if (validTo <= validFrom) throw badField('validTo', 'must be later than validFrom')
      const made = await transaction(db, (tx) =>
        sellPackage(
          tx,
          tariffs,
          terms,
          {
            account_id: terms.account_id,
            name: body.name.trim(),
            channel: body.channel ?? null,
            country: body.country ?? null,
            unit: body.unit === 'MESSAGE' ? 'message' : 'part',
            total: body.total,
            valid_from: validFrom,
            valid_to: validTo,
            price_micros: price,
          },
          now,
        ),
      )
      parts.forget()
      return presentPackage(made)
    },
  )
  app.operation(
    {
      ...managing,
      id: 'end-package',
      method: 'DELETE',
      path: '/billing/1/terms/:account/packages/:packageId',
      summary: 'End a package of an account right below now',
      description: 'What was used of it stays used; nothing is paid back.',
      params: wire.PackagePath,
      answers: { 204: null },
    },
    async ({ params, credential }) => {
      const terms = await directCustomerOf(parts, credential, params.account)
      if (!(await endPackage(db, terms.account_id, params.packageId, clock.now())))
        throw new Rejection('NOT_FOUND', { text: 'There is no such package that is still open.' })
      parts.forget()
    },
  )
}

function addPostings(app: App, parts: Parts): void {
  const { db, clock } = parts
  app.operation(
    {
      ...managing,
      id: 'post-to-balance',
      method: 'POST',
      path: '/billing/1/terms/:account/postings',
      summary: 'Enter a payment of an account right below, or correct its balance',
      description:
        'TOP_UP: above zero. ADJUSTMENT: above or below zero, never past what the account may owe. It stands in the ledger with its reason.',
      params: wire.AccountPath,
      body: wire.NewPosting,
      answers: { 201: wire.Terms },
    },
    async ({ params, body, credential }) => {
      const terms = await directCustomerOf(parts, credential, params.account)
      const micros = amountOf('amount', body.amount)
      if (micros === 0n) throw badField('amount', 'must not be zero')
      if (body.kind === 'TOP_UP' && micros < 0n)
        throw badField('amount', 'must be above zero for a TOP_UP')
      await transaction(db, (tx) => enter(tx, terms, { ...body, micros }, clock.now()))
      return presentTerms(parts, (await findTerms(db, terms.account_id))!)
    },
  )
}

async function enter(
  tx: Db,
  terms: TermsRow,
  one: { kind: 'TOP_UP' | 'ADJUSTMENT'; micros: bigint; reason: string; reference?: string },
  now: Date,
): Promise<void> {
  const { account_id: accountId, currency, zone } = terms
  const reference = one.reference ?? ''
  if (one.kind === 'TOP_UP') {
    const { micros: amountMicros, reason } = one
    return topUp(tx, { accountId, currency, amountMicros, reference, reason, zone }, now)
  }
  const [balance] = await lockBalances(tx, [accountId])
  const limit = balance!.credit_limit_micros
  if (limit !== null && balance!.amount_micros + one.micros < -limit)
    throw new Rejection('CONFLICT', {
      text: 'The balance would fall below what the account may owe.',
      action: 'Adjust by less, or raise the credit limit first.',
    })
  const sides =
    one.micros > 0n
      ? ({ debit: 'correction', credit: 'balance' } as const)
      : ({ debit: 'balance', credit: 'correction' } as const)
  await post(
    tx,
    [
      {
        account_id: accountId,
        currency,
        kind: 'ADJUSTMENT',
        ...sides,
        amount_micros: String(one.micros < 0n ? -one.micros : one.micros),
        items: 1,
        reference,
        day: billingDay(zone, now.getTime()),
        reason: one.reason.trim(),
      },
    ],
    now,
  )
}

async function presentTerms({ db, around }: Parts, terms: TermsRow) {
  const [names, assigned] = await Promise.all([
    around.accounts.accountsOf([terms.account_id]),
    listAssignments(db, terms.account_id, ASSIGNMENTS_SHOWN),
  ])
  const { key = '', name = '' } = names.get(terms.account_id) ?? {}
  return {
    account: key,
    accountName: name,
    currency: terms.currency,
    balance: amountText(terms.amount_micros),
    prepaid: terms.prepaid,
    creditLimit: limitText(terms),
    paidBy: terms.pays === 'parent' ? ('PARENT' as const) : ('SELF' as const),
    zone: terms.zone,
    alertsBelow: terms.alerts_below_micros.map(amountText),
    priceLists: assigned.map((one) => ({
      listId: one.list_id,
      name: one.list_name,
      validFrom: wireTime(one.valid_from),
    })),
  }
}
