import { describe, expect, it } from 'vitest'
import { bodyOf, faultsOf, rateFault, written, type WrittenSeller } from './seller.ts'

const said = (changed: Partial<WrittenSeller> = {}): WrittenSeller => ({
  ...written({
    legalName: 'Beispiel Netze GmbH',
    address: ['Prüfstraße 5', '10115 Berlin'],
    country: 'DE',
    vatId: null,
    registration: null,
    email: null,
    bank: [],
    numberPrefix: 'TL',
    vatExempt: false,
    vatRates: [],
    paymentDays: 14,
    stripeConfigured: true,
    stripeWebhookAddress: 'https://example.org/hook',
    complete: true,
  }),
  ...changed,
})

describe('what a seller writes', () => {
  it('is sent as lines and numbers, empty texts as null, and keys only when there are new ones', () => {
    const body = bodyOf(said({ address: ' A \n\n B ', paymentDays: '30' }), true)
    expect(body).toMatchObject({ address: ['A', 'B'], paymentDays: 30, vatId: null, bank: [] })
    expect(body).not.toHaveProperty('stripeSecretKey')
    expect(bodyOf(said({ stripeSecretKey: ' sk_test_12345 ' }), true).stripeSecretKey).toBe(
      'sk_test_12345',
    )
    expect(bodyOf(said(), false)).toMatchObject({
      stripeSecretKey: null,
      stripeWebhookSecret: null,
    })
  })

  it('takes a rate with a comma, and none without its day or above two decimals', () => {
    const rate = { validFrom: '2026-01-01', percent: '7,5' }
    expect(rateFault(rate)).toBeNull()
    expect(bodyOf(said({ vatRates: [rate] }), true).vatRates).toEqual([
      { validFrom: '2026-01-01', percent: '7.5' },
    ])
    expect(rateFault({ validFrom: '', percent: '7' })).toBe('dayFault')
    expect(rateFault({ validFrom: '2026-01-01', percent: '7.555' })).toBe('percentFault')
    expect(rateFault({ validFrom: '2026-01-01', percent: '119' })).toBe('percentFault')
  })

  it('is told at the field what the server would refuse', () => {
    expect(faultsOf(said())).toEqual({})
    const wrong = said({
      legalName: ' ',
      address: Array.from({ length: 9 }, () => 'line').join('\n'),
      country: 'D',
      email: 'nobody',
      numberPrefix: 'TL-1',
      paymentDays: '',
      stripeSecretKey: 'short',
    })
    expect(faultsOf(wrong)).toEqual({
      legalName: 'nameNeeded',
      address: 'linesMany',
      country: 'countryFault',
      email: 'emailFault',
      numberPrefix: 'prefixFault',
      paymentDays: 'daysFault',
      stripeSecretKey: 'keyFault',
    })
    const rates = [{ validFrom: '2026-01-01', percent: '19' }]
    expect(faultsOf(said({ country: '', vatRates: rates }))).toEqual({ country: 'countryForRates' })
  })
})
