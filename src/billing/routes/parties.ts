import { badField, type App } from '../../core/http/index.ts'
import { percentText } from '../invoicing/present.ts'
import { readDecimal } from '../invoicing/currency.ts'
import type { VatRate } from '../invoicing/vat-rates.ts'
import * as wire from '../invoicing/wire.ts'
import { STRIPE_KEY, STRIPE_WEBHOOK } from '../payments/top-ups.ts'
import { readProfile, readSeller, writeProfile, writeSeller, type ProfileRow, type SellerRow } from '../store/parties.ts' // prettier-ignore
import { managing, reading } from './shared.ts'
import type { InvoicingParts } from './invoicing.ts'

const PAYMENT_DAYS = 14
/** Of a percent in a micro-unit's millionths: `7.7` is 7,700,000 and 770 basis points. */
const MICROS_PER_BASIS_POINT = 10_000n

/** Particulars that stand on invoices: the buyer's and the seller's. */
export function addParties(app: App, parts: InvoicingParts): void {
  addProfile(app, parts)
  addSeller(app, parts)
}

function addProfile(app: App, { db, names, clock }: InvoicingParts): void {
  const path = '/billing/1/profile'
  const shown = async (accountId: number): Promise<wire.Profile> => {
    const row = await readProfile(db, accountId)
    if (row) return presentProfile(row)
    const named = await names.namesOf(db, [accountId])
    return {
      legalName: named.get(accountId)?.name ?? '',
      address: [],
      country: null,
      isCompany: true,
      vatId: null,
      email: null,
      language: 'en',
      extra: [],
      complete: false,
    }
  }
  app.operation(
    {
      ...reading,
      id: 'get-billing-profile',
      method: 'GET',
      path,
      summary: 'Read what stands on the account’s invoices as buyer',
      answers: { 200: wire.Profile },
    },
    async ({ credential }) => shown(credential.accountId),
  )
  app.operation(
    {
      ...managing,
      id: 'update-billing-profile',
      method: 'PUT',
      path,
      summary: 'Write what stands on the account’s invoices as buyer',
      description: 'Documents that are issued already stay as they are. A trial needs none of it.',
      body: wire.NewProfile,
      answers: { 200: wire.Profile },
    },
    async ({ body, credential }) => {
      const row: ProfileRow = {
        account_id: credential.accountId,
        legal_name: body.legalName.trim(),
        address: body.address.map((one) => one.trim()),
        country: body.country,
        is_company: body.isCompany,
        vat_id: body.vatId?.trim() ?? null,
        email: body.email ?? null,
        language: body.language ?? 'en',
        extra: (body.extra ?? []).map(({ label, value }) => ({ label, value })),
      }
      await writeProfile(db, row, clock.now())
      return shown(credential.accountId)
    },
  )
}

const presentProfile = (row: ProfileRow): wire.Profile => ({
  legalName: row.legal_name,
  address: row.address,
  country: row.country,
  isCompany: row.is_company,
  vatId: row.vat_id,
  email: row.email,
  language: row.language,
  extra: row.extra.map(({ label, value }) => ({ label, value })),
  complete: true,
})

function addSeller(app: App, parts: InvoicingParts): void {
  const { db, names, clock } = parts
  const path = '/billing/1/seller'
  const shown = async (accountId: number): Promise<wire.Seller> => {
    const named = (await names.namesOf(db, [accountId])).get(accountId)
    const row = await readSeller(db, accountId)
    const address = `${parts.publicUrl()}/billing/1/sellers/${named?.key ?? ''}/stripe-events`
    return presentSeller(row, named?.name ?? '', address)
  }
  app.operation(
    {
      ...reading,
      id: 'get-seller',
      method: 'GET',
      path,
      summary: 'Read what stands on the invoices the account issues',
      answers: { 200: wire.Seller },
    },
    async ({ credential }) => shown(credential.accountId),
  )
  app.operation(
    {
      ...managing,
      id: 'update-seller',
      method: 'PUT',
      path,
      summary: 'Write what stands on the invoices the account issues, and how cards are paid with',
      description: 'What is left out of the secrets stays; the rest is written anew.',
      body: wire.NewSeller,
      answers: { 200: wire.Seller },
    },
    async ({ body, credential }) => {
      const before = await readSeller(db, credential.accountId)
      await writeSeller(db, toRow(parts, credential.accountId, body, before), clock.now())
      return shown(credential.accountId)
    },
  )
}

function toRow(
  { secrets }: InvoicingParts,
  accountId: number,
  body: wire.NewSeller,
  before: SellerRow | undefined,
): SellerRow {
  const sealed = (purpose: string, said: string | null | undefined, kept: Buffer | null) => {
    if (said === undefined) return kept
    return said === null ? null : secrets.encrypt(purpose, said, String(accountId))
  }
  return {
    account_id: accountId,
    legal_name: body.legalName.trim(),
    address: body.address.map((one) => one.trim()),
    country: body.country ?? null,
    vat_id: body.vatId?.trim() ?? null,
    registration: body.registration?.trim() ?? null,
    email: body.email ?? null,
    bank: (body.bank ?? []).map((one) => one.trim()),
    number_prefix: body.numberPrefix ?? '',
    vat_exempt: body.vatExempt ?? false,
    vat_rates: readRates(body),
    payment_days: body.paymentDays ?? PAYMENT_DAYS,
    stripe_key: sealed(STRIPE_KEY, body.stripeSecretKey, before?.stripe_key ?? null),
    stripe_webhook: sealed(
      STRIPE_WEBHOOK,
      body.stripeWebhookSecret,
      before?.stripe_webhook ?? null,
    ),
  }
}

function readRates(body: wire.NewSeller): VatRate[] {
  if (!body.vatRates?.length) return []
  const { country } = body
  if (!country) throw badField('country', 'is needed for rates of VAT')
  return body.vatRates.map(({ validFrom, percent }) => ({
    country,
    validFrom,
    basisPoints: Number((readDecimal(percent) ?? 0n) / MICROS_PER_BASIS_POINT),
  }))
}

const presentSeller = (
  row: SellerRow | undefined,
  name: string,
  stripeWebhookAddress: string,
): wire.Seller => ({
  legalName: row?.legal_name ?? name,
  address: row?.address ?? [],
  country: row?.country ?? null,
  vatId: row?.vat_id ?? null,
  registration: row?.registration ?? null,
  email: row?.email ?? null,
  bank: row?.bank ?? [],
  numberPrefix: row?.number_prefix ?? '',
  vatExempt: row?.vat_exempt ?? false,
  vatRates: (row?.vat_rates ?? []).map(({ validFrom, basisPoints }) => ({
    validFrom,
    percent: percentText(basisPoints),
  })),
  paymentDays: row?.payment_days ?? PAYMENT_DAYS,
  stripeConfigured: Boolean(row?.stripe_key && row.stripe_webhook),
  stripeWebhookAddress,
  complete: row !== undefined,
})
