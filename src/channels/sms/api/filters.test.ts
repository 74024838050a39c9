import { expect, test } from 'vitest'
import { Rejection } from '../../../core/http/index.ts'
import { logFilter, reportFilter } from './filters.ts'

test('an empty parameter filters nothing', () => {
  expect(
    reportFilter(
      {
        bulkId: '',
        messageId: '',
        applicationId: '',
        entityId: '',
        campaignReferenceId: '',
      },
      [],
    ),
  ).toEqual({})
  expect(
    logFilter(
      {
        sender: '',
        destination: '',
        bulkId: [''],
        sentSince: '',
        cursor: '',
        limit: null,
      },
      [],
    ),
  ).toEqual({ limit: 50 })
})

test('everything that was asked for', () => {
  expect(
    reportFilter(
      {
        bulkId: 'b',
        messageId: 'm',
        applicationId: 'a',
        entityId: 'e',
        campaignReferenceId: 'c',
      },
      [],
    ),
  ).toEqual({
    bulkId: 'b',
    messageId: 'm',
    applicationId: 'a',
    entityId: 'e',
    campaignReferenceId: 'c',
  })
  expect(
    logFilter(
      {
        sender: 'Shop',
        destination: '+491700000001',
        bulkId: ['a,b', 'c'],
        messageId: ['m'],
        generalStatus: 'DELIVERED',
        sentSince: '2026-11-23T20:00:00.000+0000',
        sentUntil: '2026-11-24T00:00:00Z',
        mcc: '262',
        mnc: '01',
        applicationId: 'a',
        entityId: 'e',
        campaignReferenceId: ['c1,c2'],
        limit: 1000,
        cursor: 'x',
      },
      [],
    ),
  ).toEqual({
    sender: 'Shop',
    dest: '491700000001',
    bulkIds: ['a', 'b', 'c'],
    messageIds: ['m'],
    generalStatus: 'DELIVERED',
    sentSince: new Date('2026-11-23T20:00:00Z'),
    sentUntil: new Date('2026-11-24T00:00:00Z'),
    mcc: '262',
    mnc: '01',
    applicationId: 'a',
    entityId: 'e',
    campaignReferenceIds: ['c1', 'c2'],
    limit: 1000,
    cursor: 'x',
  })
})

test('the words of version 1 mean the same', () => {
  expect(logFilter({ from: 'Shop', to: ' 491700000001' }, [])).toEqual({
    sender: 'Shop',
    dest: '491700000001',
    limit: 50,
  })
})

test.each([{ bulkId: ['x'.repeat(2049)] }, { sentSince: 'yesterday' }])(
  '%j is refused',
  (query) => {
    expect(() => logFilter(query, [])).toThrow(Rejection)
  },
)
