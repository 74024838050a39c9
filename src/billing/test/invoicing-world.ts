import { rows, sql, transaction } from '../../core/storage/index.ts'
import { openLog } from '../../core/open-log.ts'
import { uuidv7 } from '../../core/ids.ts'
import { hold } from '../invoicing/books.ts'
import { creditDocument } from '../invoicing/credit-notes.ts'
import type { Content } from '../invoicing/document.ts'
import { MonthsEnd } from '../invoicing/months-end.ts'
import type { AccountNames } from '../invoicing/parties.ts'
import { takePayment } from '../payments/receipts.ts'
import { readProfile, writeProfile, writeSeller } from '../store/parties.ts'
import { sellPackage } from '../packages.ts'
import { BELIEVED_MS } from '../price-books.ts'
import { findTerms } from '../store/terms.ts'
import { Tariffs } from '../tariffs.ts'
import { message, ROOT, startWorld, type World } from './world.ts'

/** Accounts are numbers here: each is called by its own. */
export const names: AccountNames = {
  namesOf: async (_on, ids) =>
    new Map(ids.map((one) => [one, { key: keyOf(one), name: `Account ${one}` }])),
  idOfKey: async (_on, key) => Number.parseInt(key, 16),
}
const keyOf = (accountId: number) => accountId.toString(16).toUpperCase().padStart(32, '0')

export interface InvoicingWorld extends World {
  monthsEnd: MonthsEnd
  /** Sends messages of one part now. @returns what was charged for them, to be given back */
  use(
    accountId: number,
    count: number,
  ): Promise<{ tariffId: number; at: number; accountId: number }[]>
  /** Sells a package of parts that is valid for a year. */
  sell(accountId: number, parts: number, priceMicros: bigint): Promise<void>
  giveBack(charged: { tariffId: number; at: number; accountId: number }[]): Promise<void>
  pay(accountId: number, amountMicros: bigint, documentId?: string): Promise<void>
  credit(documentId: string, netMicros: bigint | null): Promise<void>
  documents(accountId: number): Promise<StoredDocument[]>
  /** Sums of the ledger by side, credits less debits; all of an account, or under one reference. */
  sides(accountId: number, reference?: string): Promise<Record<string, bigint>>
  balance(accountId: number): Promise<bigint>
}

export interface StoredDocument {
  id: string
  kind: string
  number: string
  sequence: number
  net: bigint
  vat: bigint
  rounding: bigint
  payable: bigint
  settled: bigint | null
  content: Content
}

/** Billing with a seller in Germany, who charges 19 %, and a clock at the first of November. */
export async function startInvoicingWorld(): Promise<InvoicingWorld> {
  const world = await startWorld()
  const { db } = world.database
  world.clock.set(Date.parse('2026-11-01T00:00:00Z'))
  await writeSeller(
    db,
    {
      account_id: ROOT,
      legal_name: 'Beispiel Netze GmbH',
      address: ['Prüfstraße 5', '10115 Berlin'],
      country: 'DE',
      vat_id: 'DE123456789',
      registration: null,
      email: 'billing@example.org',
      bank: ['IBAN DE02 1203 0000 0000 2020 51'],
      number_prefix: 'TL',
      vat_exempt: false,
      vat_rates: [],
      payment_days: 14,
      stripe_key: null,
      stripe_webhook: null,
    },
    world.clock.now(),
  )
  const tariffs = new Tariffs(db)
  const parts = { db, clock: world.clock, log: openLog('silent'), names, tariffs }
  return {
    ...world,
    account: async (wishes) => {
      const accountId = await world.account(wishes)
      const profile = {
        account_id: accountId,
        legal_name: `Kunde ${accountId} GmbH`,
        address: ['Weg 1'],
        country: 'DE',
        is_company: true,
        vat_id: null,
        email: `kunde${accountId}@example.org`,
        language: 'en' as const,
        extra: [],
      }
      if (!(await readProfile(db, accountId))) await writeProfile(db, profile, world.clock.now())
      return accountId
    },
    monthsEnd: new MonthsEnd(parts),
    use: async (accountId, count) => {
      const at = world.clock.ms()
      const items = Array.from({ length: count }, () => message({ accountId, at }))
      const outcomes = await transaction(db, (tx) => world.billing.reserve(tx, items))
      return outcomes.flatMap((one) =>
        one.ok && one.tariffId !== null ? [{ tariffId: one.tariffId, at, accountId }] : [],
      )
    },
    sell: async (accountId, parts, priceMicros) => {
      const now = world.clock.now()
      const wanted = {
        account_id: accountId,
        name: `${parts} parts`,
        channel: 'SMS',
        country: null,
        unit: 'part' as const,
        total: parts,
        price_micros: priceMicros,
        valid_from: now,
        valid_to: new Date(now.getTime() + 366 * 86_400_000),
      }
      const terms = (await findTerms(db, accountId))!
      await transaction(db, (tx) => sellPackage(tx, tariffs, terms, wanted, now))
      world.clock.advance(BELIEVED_MS + 1)
    },
    giveBack: (charged) =>
      transaction(db, (tx) =>
        world.billing.refund(
          tx,
          charged.map((one) => ({
            ...one,
            parts: 1,
            applicationId: null,
            entityId: null,
            reference: 'message',
          })),
        ),
      ),
    pay: (accountId, amountMicros, documentId) =>
      transaction(db, async (tx) => {
        const held = (await hold(tx, accountId))!
        const received = {
          way: 'bank' as const,
          amountMicros,
          receivedOn: '2026-12-05',
          reference: uuidv7(world.clock.ms()),
          documentId: documentId ?? null,
          enteredBy: null,
        }
        await takePayment(tx, names, held, received, world.clock.now())
      }),
    credit: async (documentId, netMicros) => {
      const wish = { sellerId: ROOT, documentId, netMicros, reason: 'Wrong price' }
      await transaction(db, (tx) => creditDocument(tx, names, wish, world.clock.now()))
    },
    documents: async (accountId) =>
      (
        await rows<Omit<StoredDocument, 'content'> & { content: string }>(
          db,
          sql`
            select d.id, d.kind, d.number, d.sequence, d.net_micros as net, d.vat_micros as vat,
              d.rounding_micros as rounding, d.payable_micros as payable, r.settled_micros as settled, d.content
            from billing.documents d
            left join billing.receivables r on r.document_id = d.id
            where d.account_id = ${accountId}
            order by d.id`,
        )
      ).map((one) => ({ ...one, content: JSON.parse(one.content) as Content })),
    sides: async (accountId, reference) =>
      Object.fromEntries(
        (
          await rows<{ side: string; sum: bigint }>(
            db,
            sql`
              select side, sum(amount)::bigint as sum
              from (
                select credit as side, amount_micros as amount, reference from billing.ledger where account_id = ${accountId}
                union all
                select debit, -amount_micros, reference from billing.ledger where account_id = ${accountId}) both_sides
              where ${reference ?? null}::text is null or reference = ${reference ?? null}::text
              group by side
              order by side`,
          )
        ).map((one) => [one.side, one.sum]),
      ),
    balance: async (accountId) =>
      (
        await rows<{ amount: bigint }>(
          db,
          sql`select amount_micros as amount from billing.balances where account_id = ${accountId}`,
        )
      )[0]!.amount,
  }
}
