import { Rejection } from '../../core/http/index.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Secrets } from '../../core/secrets.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { billingDay } from '../billing-day.ts'
import { hold } from '../invoicing/books.ts'
import { partiesOf, type AccountNames } from '../invoicing/parties.ts'
import { taxed } from '../invoicing/vat.ts'
import { findDocument, readTerms } from '../store/invoices.ts'
import { readSeller, type SellerRow } from '../store/parties.ts'
import { endTopUp, findTopUp, insertTopUp, lockTopUp, noteSession, type TopUpRow } from '../store/payments.ts' // prettier-ignore
import { ProviderFailure, type CheckoutState, type PaymentProvider } from './provider.ts'
import { takePayment } from './receipts.ts'
import { simulatedCard } from './simulated-card.ts'
import { stripe } from './stripe.ts'

/** Purposes of the seller's secrets; the context is the seller's account. */
export const STRIPE_KEY = 'stripe-key'
export const STRIPE_WEBHOOK = 'stripe-webhook'

export interface TopUpNeeds {
  db: Db
  clock: Clock
  log: Log
  secrets: Secrets
  names: AccountNames
  /** Where Stripe's API is. */
  stripeUrl: string
  /** Whether sellers without a provider offer a card that is none; null: never. */
  simulated: (() => Promise<boolean>) | null
  /** Where payers come back to. */
  publicUrl: () => string
}

/** What is to be paid: a sum for the balance, before VAT, or an invoice. */
export type Purpose = { netMicros: bigint } | { documentId: string }

/** Payments by card, from the button to the ledger. */
export class TopUps {
  readonly #needs: TopUpNeeds

  constructor(needs: TopUpNeeds) {
    this.#needs = needs
  }

  /**
   * Begins a payment with the seller's provider; the payer's browser goes to the answer's `address`.
   * @throws CONFLICT when the seller takes no cards, UNAVAILABLE when the provider cannot be reached
   */
  async begin(accountId: number, purpose: Purpose): Promise<TopUpRow> {
    const { db, clock } = this.#needs
    const topUp = await this.#draft(accountId, purpose)
    const provider = await this.#providerOf(await readSeller(db, topUp.seller_id))
    if (!provider)
      throw new Rejection('CONFLICT', {
        text: 'Your seller takes no payments by card.',
        action: 'Pay by bank transfer, as your invoices say.',
      })
    await insertTopUp(db, { ...topUp, provider: provider.name })
    const back = `${this.#needs.publicUrl()}/portal/top-up/${topUp.id}`
    try {
      const begun = await provider.begin({
        topUpId: topUp.id,
        amountMicros: topUp.payable_micros,
        currency: topUp.currency,
        description: 'documentId' in purpose ? 'Invoice' : 'Balance',
        language: 'en',
        successUrl: back,
        cancelUrl: back,
      })
      await noteSession(db, topUp.id, begun.sessionId, begun.address)
      return (await findTopUp(db, accountId, topUp.id))!
    } catch (error) {
      await endTopUp(
        db,
        topUp.id,
        { state: 'failed', payment_id: null, receipt_id: null },
        clock.now(),
      )
      throw this.#refusal(error)
    }
  }

  /** As it stands, asking the provider while it is not ended: the payer may be back before the webhook is here. */
  async read(accountId: number, id: string): Promise<TopUpRow | undefined> {
    const { db } = this.#needs
    const topUp = await findTopUp(db, accountId, id)
    if (!topUp || topUp.state !== 'begun' || topUp.session_id === null) return topUp
    const provider = await this.#providerOf(await readSeller(db, topUp.seller_id))
    if (provider?.name !== topUp.provider) return topUp
    try {
      await this.complete(topUp.seller_id, await provider.read(topUp.session_id))
    } catch (error) {
      // The webhook will tell; meanwhile the payment is shown as begun.
      if (!(error instanceof ProviderFailure)) throw error
      this.#needs.log.warn({ reason: error.message }, 'a payment could not be looked up')
    }
    return findTopUp(db, accountId, id)
  }

  /**
   * Takes what a provider tells of a payment. However often and in whatever order it is told, the money is credited once;
   * a payment that was given up and then made is credited too.
   */
  async complete(sellerId: number, told: CheckoutState): Promise<void> {
    const { db, clock, names, log } = this.#needs
    if (told.topUpId === null || told.state === 'open') return
    const { topUpId, state } = told
    await transaction(db, async (tx) => {
      const topUp = await lockTopUp(tx, sellerId, topUpId)
      if (!topUp || topUp.state === 'paid') return
      if (topUp.session_id !== null && topUp.session_id !== told.sessionId) return
      const now = clock.now()
      if (state !== 'paid') {
        if (topUp.state === 'begun')
          await endTopUp(tx, topUp.id, { state, payment_id: null, receipt_id: null }, now)
        return
      }
      if (told.amountMicros !== topUp.payable_micros || told.currency !== topUp.currency) {
        log.error(
          { topUpId },
          'a provider told another amount than was asked; nothing was credited',
        )
        return
      }
      const held = await hold(tx, topUp.account_id)
      if (!held) return
      const taken = await takePayment(
        tx,
        names,
        held,
        {
          way: 'card',
          amountMicros: topUp.payable_micros,
          receivedOn: billingDay(held.zone, now.getTime()),
          reference: `${topUp.provider} ${told.paymentId ?? told.sessionId}`,
          documentId: topUp.document_id,
          enteredBy: null,
        },
        now,
      )
      const end = {
        state: 'paid' as const,
        payment_id: told.paymentId,
        receipt_id: taken?.receipt?.id ?? null,
      }
      await endTopUp(tx, topUp.id, end, now)
    })
  }

  /** The secret a seller's webhooks are signed with; null when it has none. */
  async webhookSecret(sellerId: number): Promise<string | null> {
    const box = (await readSeller(this.#needs.db, sellerId))?.stripe_webhook
    return box
      ? this.#needs.secrets.decrypt(STRIPE_WEBHOOK, box, String(sellerId)).toString()
      : null
  }

  /**
   * Gives back a payment made by card. @returns how it went; `by-hand`: the provider was not asked, or refused
   */
  async giveBack(topUp: TopUpRow, amountMicros: bigint, key: string): Promise<'sent' | 'by-hand'> {
    const provider = await this.#providerOf(await readSeller(this.#needs.db, topUp.seller_id))
    if (provider?.name !== topUp.provider || topUp.payment_id === null) return 'by-hand'
    try {
      await provider.refund({
        paymentId: topUp.payment_id,
        amountMicros,
        currency: topUp.currency,
        key,
      })
      return 'sent'
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error
      this.#needs.log.error(
        { reason: error.message, topUpId: topUp.id },
        'a payment was not given back',
      )
      return 'by-hand'
    }
  }

  async #draft(accountId: number, purpose: Purpose): Promise<TopUpRow> {
    const { db, clock, names } = this.#needs
    const terms = await readTerms(db, accountId)
    if (!terms || terms.parent_id === null)
      throw new Rejection('CONFLICT', {
        text: 'Nobody sells to this account.',
        action: 'Top up an account that has a seller.',
      })
    const now = clock.now()
    const common = {
      id: uuidv7(now.getTime()),
      account_id: accountId,
      seller_id: terms.parent_id,
      provider: 'stripe' as const,
      currency: terms.currency,
      state: 'begun' as const,
      session_id: null,
      payment_id: null,
      address: null,
      receipt_id: null,
      begun_at: now,
      ended_at: null,
    }
    if ('documentId' in purpose) {
      const owed = await this.#owed(accountId, purpose.documentId)
      return { ...common, document_id: purpose.documentId, net_micros: owed, vat_micros: 0n, payable_micros: owed } // prettier-ignore
    }
    const parties = await partiesOf(db, names, terms.parent_id, accountId)
    const treatment = parties.treatment(billingDay(terms.zone, now.getTime()))
    const sums = taxed(purpose.netMicros, treatment, terms.currency)
    return {
      ...common,
      document_id: null,
      net_micros: sums.netMicros,
      vat_micros: sums.vatMicros,
      payable_micros: sums.payableMicros,
    }
  }

  async #owed(accountId: number, documentId: string): Promise<bigint> {
    const document = await findDocument(this.#needs.db, 'account_id', accountId, documentId)
    if (!document || document.settled_micros === null)
      throw new Rejection('NOT_FOUND', { text: 'The account has no invoice with this id.' })
    const owed = document.payable_micros - document.settled_micros
    if (owed > 0n) return owed
    throw new Rejection('CONFLICT', {
      text: 'The invoice is paid.',
      action: 'Nothing is left to do.',
    })
  }

  async #providerOf(seller: SellerRow | undefined): Promise<PaymentProvider | null> {
    if (seller?.stripe_key) {
      const key = this.#needs.secrets.decrypt(
        STRIPE_KEY,
        seller.stripe_key,
        String(seller.account_id),
      )
      return stripe({ apiUrl: this.#needs.stripeUrl, secretKey: key.toString() })
    }
    return (await this.#needs.simulated?.()) ? simulatedCard(this.#needs.publicUrl) : null
  }

  #refusal(error: unknown): unknown {
    if (!(error instanceof ProviderFailure)) return error
    this.#needs.log.warn({ reason: error.message }, 'a payment could not be begun')
    return new Rejection(error.again ? 'UNAVAILABLE' : 'CONFLICT', {
      text: error.message,
      action: error.again
        ? 'Try again in a minute; nothing was taken.'
        : 'Choose another amount, or pay by bank transfer.',
      cause: error,
    })
  }
}
