/** A payment to be begun: all the provider needs, and nothing about what was sent to whom. */
export interface Checkout {
  /** Ours; the provider gives it back, and a repeated request with it begins nothing new. */
  topUpId: string
  /** A whole number of the currency's smallest units. */
  amountMicros: bigint
  currency: string
  /** What the payer reads on the provider's page. */
  description: string
  language: 'en' | 'ja'
  /** Where the payer's browser goes afterwards. */
  successUrl: string
  cancelUrl: string
}

export interface BegunCheckout {
  /** The provider's id of it. */
  sessionId: string
  /** Where the payer's browser goes to pay. */
  address: string
}

/** How far a payment is. `open`: not decided yet. */
export interface CheckoutState {
  sessionId: string
  topUpId: string | null
  state: 'open' | 'paid' | 'failed' | 'expired'
  /** What was paid, for comparing with what was asked. */
  amountMicros: bigint
  currency: string
  /** The provider's id of the payment, for giving it back; null until there is one. */
  paymentId: string | null
}

/** Who takes money for us. No card number ever comes near this program. */
export interface PaymentProvider {
  readonly name: 'stripe' | 'simulated'
  /** @throws ProviderFailure */
  begin(checkout: Checkout): Promise<BegunCheckout>
  /** @throws ProviderFailure */
  read(sessionId: string): Promise<CheckoutState>
  /**
   * Gives a payment back, whole or in part. The same `key` gives it back once only.
   * @throws ProviderFailure
   */
  refund(refund: {
    paymentId: string
    amountMicros: bigint
    currency: string
    key: string
  }): Promise<void>
}

/** The provider refused, or could not be reached; `message` may be shown, and holds no secret. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure'
  /** Whether the same may work later. */
  readonly again: boolean

  constructor(message: string, again: boolean, cause?: unknown) {
    super(message, { cause })
    this.again = again
  }
}
