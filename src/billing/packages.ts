import type { Tx } from '../core/storage/index.ts'
import { badField, Rejection } from '../core/http/index.ts'
import { billingDay } from './billing-day.ts'
import { lockBalances, postUsage } from './store/ledger.ts'
import { insertPackage, type OwnPackageRow, type TermsRow } from './store/terms.ts'
import type { Recipe, Tariffs } from './tariffs.ts'

export type NewPackage = Parameters<typeof insertPackage>[1]

/** Gives a package, and charges its price at once. Throws a Rejection when the balance does not cover that. */
export async function sellPackage(
  tx: Tx,
  tariffs: Tariffs,
  terms: TermsRow,
  wanted: NewPackage,
  now: Date,
): Promise<OwnPackageRow> {
  if (wanted.valid_to <= now) throw badField('validTo', 'must lie in the future')
  const [balance] = await lockBalances(tx, [terms.account_id])
  const left = balance!.amount_micros + (balance!.credit_limit_micros ?? 0n)
  if (balance!.credit_limit_micros !== null && left < wanted.price_micros)
    throw new Rejection('CONFLICT', {
      text: 'The balance does not cover the price of the package.',
      action: 'Top up the account first, or give the package for a lower price.',
    })
  const made = (await insertPackage(tx, wanted, now))!
  if (wanted.price_micros === 0n) return made
  const [tariffId] = await tariffs.idsOf([recipeOf(terms, made)])
  const day = billingDay(terms.zone, now.getTime())
  const amount = String(made.price_micros)
  const { account_id, currency } = terms
  await postUsage(
    tx,
    [
      {
        account_id,
        currency,
        kind: 'PACKAGE',
        debit: 'balance',
        credit: 'traffic',
        amount_micros: amount,
        items: 1,
        reference: `package ${made.id}`,
        day,
        reason: null,
      },
    ],
    [
      {
        account_id,
        day,
        tariff_id: tariffId!,
        sender_account_id: account_id,
        application_id: '',
        entity_id: '',
        currency,
        messages: 0,
        parts: 0,
        amount_micros: amount,
      },
    ],
    now,
  )
  return made
}

/** A package is sold once: it has a tariff of its own, of no traffic. */
const recipeOf = (terms: TermsRow, made: OwnPackageRow): Recipe => ({
  channel: 'PACKAGE',
  direction: 'MT',
  country: null,
  mccMnc: null,
  senderKind: 'alphanumeric',
  charges: [
    {
      account: terms.account_id,
      seller: terms.parent_id!,
      currency: terms.currency,
      zone: terms.zone,
      package: null,
      components: [
        {
          price: `package ${made.id}`,
          list: 0,
          kind: 'package',
          name: made.name,
          unit: 'once',
          micros: String(made.price_micros),
        },
      ],
    },
  ],
})
