import { expect, it } from 'vitest'
import { bodyOf, emptyStrategy, faultsOf, writtenLike } from './strategy.ts'

it('a strategy is sent with the places its kinds of senders were chosen in, and comes back as it was written', () => {
  const said = {
    ...emptyStrategy,
    applicationId: ' shop ',
    order: ['SHORT_CODE', 'ALPHANUMERIC'] as const,
  }
  const body = bodyOf(said)
  expect(body).toEqual({
    platform: { applicationId: 'shop' },
    channel: 'SMS',
    priorities: [
      { senderType: 'SHORT_CODE', priority: 1 },
      { senderType: 'ALPHANUMERIC', priority: 2 },
    ],
    useStickySender: false,
    useGeolocatedSender: false,
  })
  const stored = { ...body, useStickySender: false, useGeolocatedSender: false }
  expect(
    writtenLike({ ...stored, sendingStrategyId: 'a', priorities: body.priorities!.toReversed() }),
  ).toEqual({ ...said, applicationId: 'shop' })
  expect(bodyOf({ ...emptyStrategy, channel: '', sticky: true })).not.toHaveProperty('platform')
})

it('a strategy needs something it prefers, and a country of two letters', () => {
  expect(faultsOf(emptyStrategy)).toEqual({ country: false, order: true })
  expect(faultsOf({ ...emptyStrategy, geolocated: true, country: 'D' })).toEqual({
    country: true,
    order: false,
  })
})
