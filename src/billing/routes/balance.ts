import { DAY_MS } from '../../core/clock.ts'
import { Rejection, wireTime, type App } from '../../core/http/index.ts'
import { amountNumber, amountText } from '../amount.ts'
import { billingDay } from '../billing-day.ts'
import { presentPackage } from '../present.ts'
import { readBalance } from '../store/ledger.ts'
import {
  countFree,
  findTerms,
  listAlerts,
  listPackages,
  updateAlertMarks,
  type TermsRow,
} from '../store/terms.ts'
import { spentBetween } from '../store/usage.ts'
import * as wire from '../wire.ts'
import { amountOf, managing, reading, type Parts } from './shared.ts'

const PACKAGES_MAX = 100
const ALERTS_SHOWN = 5
const SPENT_OVER_DAYS = 7

const compatible = {
  product: 'account-management',
  envelope: 1,
  access: ['account-management:manage'],
} as const

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' })
const symbolOf = (code: string): string =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency: code,
    currencyDisplay: 'narrowSymbol',
  })
    .formatToParts(0)
    .find((one) => one.type === 'currency')?.value ?? code

export function addBalance(app: App, parts: Parts): void {
  const { db, clock } = parts
  app.operation(
    {
      ...compatible,
      id: 'get-account-balance',
      method: 'GET',
      path: '/account/1/balance',
      summary: 'Read the balance',
      answers: { 200: wire.Balance },
    },
    async ({ credential }) => {
      const balance = await readBalance(db, credential.accountId)
      if (!balance) throw new Rejection('NOT_FOUND')
      return { balance: amountNumber(balance.amount_micros), currency: balance.currency }
    },
  )
  app.operation(
    {
      ...compatible,
      id: 'get-free-messages-count',
      method: 'GET',
      path: '/account/1/free-messages',
      summary: 'Count the free messages that are left',
      description: 'Of packages that cost nothing and are valid now.',
      answers: { 200: wire.FreeMessages },
    },
    async ({ credential }) => {
      const free = await countFree(db, credential.accountId, clock.now())
      return { remainingCount: Number(free.reduce((sum, one) => sum + one.left, 0n)) }
    },
  )
  app.operation(
    {
      ...compatible,
      id: 'get-total-account-balance',
      method: 'GET',
      path: '/account/1/total-balance',
      summary: 'Read the balance, what may be owed, and the free messages',
      answers: { 200: wire.TotalBalance },
    },
    async ({ credential }) => {
      const balance = await readBalance(db, credential.accountId)
      if (!balance) throw new Rejection('NOT_FOUND')
      const { currency, credit_limit_micros: limit } = balance
      const free = await countFree(db, credential.accountId, clock.now())
      return {
        balance: amountNumber(balance.amount_micros),
        ...(limit === null ? {} : { allowedMinus: amountNumber(limit) }),
        currency: {
          code: currency,
          currencyName: currencyNames.of(currency) ?? currency,
          symbol: symbolOf(currency),
        },
        freeMessages: Object.fromEntries(
          free.map((one) => [one.channel ?? 'ALL', Number(one.left)]),
        ),
      }
    },
  )
  addOwnBalance(app, parts)
}

function addOwnBalance(app: App, parts: Parts): void {
  const { db, clock } = parts
  app.operation(
    {
      ...reading,
      access: [...reading.access, ...compatible.access],
      id: 'get-balance',
      method: 'GET',
      path: '/billing/1/balance',
      summary: 'Read the balance, how long it lasts, and the packages',
      answers: { 200: wire.OwnBalance },
    },
    async ({ credential }) => presentBalance(parts, credential.accountId),
  )
  app.operation(
    {
      ...managing,
      id: 'update-balance-alerts',
      method: 'PUT',
      path: '/billing/1/balance/alerts',
      summary: 'Say below which balances to be told',
      description: 'The owners are told by mail, once a day for each mark.',
      body: wire.OwnAlerts,
      answers: { 200: wire.OwnBalance },
    },
    async ({ body, credential }) => {
      const marks = body.alertsBelow.map((one, n) => amountOf(`alertsBelow[${n}]`, one))
      await updateAlertMarks(db, credential.accountId, [...new Set(marks)], clock.now())
      parts.forget()
      return presentBalance(parts, credential.accountId)
    },
  )
}

async function own({ db }: Parts, accountId: number): Promise<TermsRow> {
  const terms = await findTerms(db, accountId)
  if (!terms) throw new Rejection('NOT_FOUND')
  return terms
}

async function presentBalance(parts: Parts, accountId: number) {
  const { db, clock } = parts
  const terms = await own(parts, accountId)
  const now = clock.now()
  const [packages, alerts, spent] = await Promise.all([
    listPackages(db, accountId, null, PACKAGES_MAX),
    listAlerts(db, accountId, ALERTS_SHOWN),
    spentBetween(
      db,
      accountId,
      billingDay(terms.zone, now.getTime() - SPENT_OVER_DAYS * DAY_MS),
      billingDay(terms.zone, now.getTime() - DAY_MS),
    ),
  ])
  const { amount_micros: amount, credit_limit_micros: limit } = terms
  const spendable = limit === null ? null : amount + limit
  const perDay = spent / BigInt(SPENT_OVER_DAYS)
  return {
    amount: amountText(amount),
    currency: terms.currency,
    prepaid: terms.prepaid,
    creditLimit: terms.prepaid || limit === null ? null : amountText(limit),
    spendable: spendable === null ? null : amountText(spendable),
    spentPerDay: amountText(perDay),
    daysLeft:
      spendable === null || perDay <= 0n ? null : Number(spendable <= 0n ? 0n : spendable / perDay),
    zone: terms.zone,
    alertsBelow: terms.alerts_below_micros.map(amountText),
    paidBy: terms.pays === 'parent' ? ('PARENT' as const) : ('SELF' as const),
    packages: packages
      .filter((one) => one.valid_from <= now && one.valid_to > now)
      .toSorted((a, b) => a.valid_to.getTime() - b.valid_to.getTime())
      .map(presentPackage),
    alerts: alerts.map((one) => ({
      below: amountText(one.below_micros),
      balance: amountText(one.balance_micros),
      raisedAt: wireTime(one.raised_at),
    })),
  }
}
