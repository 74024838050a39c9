import { expect, it } from 'vitest'
import { bodyOf, emptyPrice, noFilter, priceFault, queryOf } from './price.ts'

it('a price keeps every dimension that was written, and what was not stands for everything', () => {
  expect(bodyOf({ ...emptyPrice, amount: '0,05' })).toEqual({
    kind: 'BASE',
    name: '',
    country: null,
    network: null,
    senderKind: null,
    direction: 'MT',
    channel: null,
    unit: 'PART',
    amount: '0.05',
  })
  expect(
    bodyOf({
      country: 'US',
      network: '310260',
      senderKind: 'LONG_NUMBER',
      direction: 'MO',
      channel: 'SMS',
      amount: '1',
      ended: true,
      unit: 'MESSAGE',
      surcharge: ' Pass-through ',
      from: '2026-12-01',
    }),
  ).toEqual({
    kind: 'SURCHARGE',
    name: 'Pass-through',
    country: 'US',
    network: '310260',
    senderKind: 'LONG_NUMBER',
    direction: 'MO',
    channel: 'SMS',
    unit: 'MESSAGE',
    amount: null,
    validFrom: '2026-12-01T00:00:00.000+0000',
  })
})

it('a price is told what is wrong with it, and needs no amount when it ends another one', () => {
  const price = { ...emptyPrice, amount: '0.05' }
  expect(priceFault(price)).toBeNull()
  expect(priceFault({ ...price, country: 'D' })).toBe('countryFault')
  expect(priceFault({ ...price, network: '262' })).toBe('networkFault')
  expect(priceFault({ ...price, amount: '0.05x' })).toBe('amountFault')
  expect(priceFault({ ...price, amount: '', ended: true })).toBeNull()
})

it('a country that is still being written is not asked for', () => {
  expect(queryOf({ ...noFilter, country: 'D', network: '26' })).toEqual({})
  expect(queryOf({ ...noFilter, country: 'DE', direction: 'MO', kind: 'BASE' })).toEqual({
    country: 'DE',
    direction: 'MO',
    kind: 'BASE',
  })
})
