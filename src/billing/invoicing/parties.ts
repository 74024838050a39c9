import type { Db } from '../../core/storage/index.ts'
import { readProfile, readSeller, type ProfileRow, type SellerRow } from '../store/parties.ts'
import type { Party, SellerParty } from './document.ts'
import { vatTreatment, type VatTreatment } from './vat.ts'

const PAYMENT_DAYS = 14

/** What invoicing asks of accounts. */
export interface AccountNames {
  /** Accounts that do not exist are absent. */
  namesOf(
    on: Db,
    accountIds: readonly number[],
  ): Promise<ReadonlyMap<number, { key: string; name: string }>>
  /** By the public id, 32 hexadecimal digits; null: there is none. */
  idOfKey(on: Db, key: string): Promise<number | null>
}

/** Who sells to whom, as it is printed and taxed. */
export interface Parties {
  seller: SellerParty
  buyer: Party
  language: 'en' | 'ja'
  extra: readonly { label: string; value: string }[]
  numberPrefix: string
  paymentDays: number
  /** Of a sale on a day, `YYYY-MM-DD`. */
  treatment(day: string): VatTreatment
}

/** Particulars nobody has written yet are left out; an account without a profile is called by its name. */
export async function partiesOf(
  on: Db,
  names: AccountNames,
  sellerId: number,
  buyerId: number,
): Promise<Parties> {
  const found = await names.namesOf(on, [sellerId, buyerId])
  const seller = await readSeller(on, sellerId)
  const buyer = await readProfile(on, buyerId)
  return {
    seller: sellerParty(seller, found.get(sellerId)?.name ?? ''),
    buyer: buyerParty(buyer, found.get(buyerId)?.name ?? ''),
    language: buyer?.language ?? 'en',
    extra: buyer?.extra ?? [],
    numberPrefix: seller?.number_prefix ?? '',
    paymentDays: seller?.payment_days ?? PAYMENT_DAYS,
    treatment: (day) =>
      vatTreatment(
        {
          country: seller?.country ?? null,
          exempt: seller?.vat_exempt ?? false,
          ownRates: seller?.vat_rates ?? [],
        },
        {
          country: buyer?.country ?? null,
          isCompany: buyer?.is_company ?? false,
          vatId: buyer?.vat_id ?? null,
        },
        day,
      ),
  }
}

const sellerParty = (row: SellerRow | undefined, name: string): SellerParty => ({
  name: row?.legal_name ?? name,
  address: row?.address ?? [],
  country: row?.country ?? null,
  vatId: row?.vat_id ?? null,
  email: row?.email ?? null,
  bank: row?.bank ?? [],
  registration: row?.registration ?? null,
})

const buyerParty = (row: ProfileRow | undefined, name: string): Party => ({
  name: row?.legal_name ?? name,
  address: row?.address ?? [],
  country: row?.country ?? null,
  vatId: row?.vat_id ?? null,
  email: row?.email ?? null,
})
