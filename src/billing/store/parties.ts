import { row, run, sql, type Db } from '../../core/storage/index.ts'
import type { VatRate } from '../invoicing/vat-rates.ts'

export interface SellerRow {
  account_id: number
  legal_name: string
  address: string[]
  country: string | null
  vat_id: string | null
  registration: string | null
  email: string | null
  bank: string[]
  number_prefix: string
  vat_exempt: boolean
  vat_rates: VatRate[]
  payment_days: number
  stripe_key: Buffer | null
  stripe_webhook: Buffer | null
}

export const readSeller = (db: Db, accountId: number) =>
  row<SellerRow>(
    db,
    sql`
      select account_id, legal_name, address, country, vat_id, registration, email, bank, number_prefix, vat_exempt,
        vat_rates, payment_days, stripe_key, stripe_webhook
      from billing.sellers
      where account_id = ${accountId}`,
  )

export const writeSeller = (db: Db, one: SellerRow, now: Date) =>
  run(
    db,
    sql`
      insert into billing.sellers (account_id, legal_name, address, country, vat_id, registration, email, bank,
        number_prefix, vat_exempt, vat_rates, payment_days, stripe_key, stripe_webhook, changed_at)
      values (${one.account_id}, ${one.legal_name}, ${one.address}, ${one.country}, ${one.vat_id}, ${one.registration},
        ${one.email}, ${one.bank}, ${one.number_prefix}, ${one.vat_exempt}, ${JSON.stringify(one.vat_rates)},
        ${one.payment_days}, ${one.stripe_key}, ${one.stripe_webhook}, ${now})
      on conflict (account_id) do update
      set legal_name = excluded.legal_name, address = excluded.address, country = excluded.country,
        vat_id = excluded.vat_id, registration = excluded.registration, email = excluded.email, bank = excluded.bank,
        number_prefix = excluded.number_prefix, vat_exempt = excluded.vat_exempt, vat_rates = excluded.vat_rates,
        payment_days = excluded.payment_days, stripe_key = excluded.stripe_key,
        stripe_webhook = excluded.stripe_webhook, changed_at = excluded.changed_at`,
  )

export interface ProfileRow {
  account_id: number
  legal_name: string
  address: string[]
  country: string
  is_company: boolean
  vat_id: string | null
  email: string | null
  language: 'en' | 'ja'
  extra: { label: string; value: string }[]
}

export const readProfile = (db: Db, accountId: number) =>
  row<ProfileRow>(
    db,
    sql`
      select account_id, legal_name, address, country, is_company, vat_id, email, language, extra
      from billing.profiles
      where account_id = ${accountId}`,
  )

export const writeProfile = (db: Db, one: ProfileRow, now: Date) =>
  run(
    db,
    sql`
      insert into billing.profiles (account_id, legal_name, address, country, is_company, vat_id, email, language, extra,
        changed_at)
      values (${one.account_id}, ${one.legal_name}, ${one.address}, ${one.country}, ${one.is_company}, ${one.vat_id},
        ${one.email}, ${one.language}, ${JSON.stringify(one.extra)}, ${now})
      on conflict (account_id) do update
      set legal_name = excluded.legal_name, address = excluded.address, country = excluded.country,
        is_company = excluded.is_company, vat_id = excluded.vat_id, email = excluded.email,
        language = excluded.language, extra = excluded.extra, changed_at = excluded.changed_at`,
  )
