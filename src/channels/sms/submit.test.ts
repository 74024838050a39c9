import { describe, expect, test } from 'vitest'
import type { Outbound } from '../../messaging/index.ts'
import type { UnitOutcome } from '../../telecoms/operators/index.ts'
import { DLT_TAGS } from './india-dlt.ts'
import { outcomeOf, unitsOf } from './submit.ts'

const message = (more: Partial<Outbound> = {}): Outbound => ({
  id: '0193a000-0000-7000-8000-000000000000',
  accountId: 1,
  connectionId: 1,
  sender: 'Trunkline',
  dest: '491700000001',
  content: { kind: 'text', text: 'hi' },
  settings: {},
  parts: 1,
  validUntilMs: 61_000,
  attempts: 0,
  ...more,
})
const udh = { wire: 'unpacked', concatenation: 'udh' } as const
const sar = { wire: 'unpacked', concatenation: 'sar' } as const
const units = (one: Outbound, profile: typeof udh | typeof sar = udh) => {
  const made = unitsOf(one, profile, 5, 1_000)
  if (!made.ok) throw new Error(JSON.stringify(made.outcome))
  return made.units
}

describe('the parts of a message as submit_sm takes them', () => {
  test('one part asks for a receipt and says how long it is wanted', () => {
    expect(units(message())).toEqual([
      {
        sender: { kind: 'alphanumeric', address: 'Trunkline', ton: 5, npi: 0 },
        destination: '491700000001',
        esmClass: 0,
        dataCoding: 0,
        octets: new Uint8Array(Buffer.from('hi')),
        registeredDelivery: 1,
        validityMs: 60_000,
      },
    ])
  })

  test.each([
    ['491512345678', 1, 1],
    ['12345', 3, 0],
    ['Shop', 5, 0],
  ])('sender %s goes out with TON %i and NPI %i', (sender, ton, npi) => {
    expect(units(message({ sender }))[0]!.sender).toMatchObject({ ton, npi })
  })

  test('each part of a long one asks for its receipt, and carries reference, total and number in a header', () => {
    const parts = units(message({ content: { kind: 'text', text: 'a'.repeat(400) }, parts: 3 }))
    expect(parts.map((part) => part.registeredDelivery)).toEqual([1, 1, 1])
    expect(parts.map((part) => part.esmClass)).toEqual([0x40, 0x40, 0x40])
    expect(parts.map((part) => [...part.octets.subarray(0, 6)])).toEqual(
      [1, 2, 3].map((n) => [5, 0, 3, 5, 3, n]),
    )
  })

  test('or in sar parameters where the operator wants them, and only when there are several parts', () => {
    const parts = units(
      message({ content: { kind: 'text', text: 'a'.repeat(400) }, parts: 3 }),
      sar,
    )
    expect(parts.map((part) => part.sar)).toEqual(
      [1, 2, 3].map((number) => ({ reference: 5, total: 3, number })),
    )
    expect(units(message(), sar)[0]).not.toHaveProperty('sar')
  })

  test("India's registered ids travel as vendor parameters", () => {
    const extras = { regional: { indiaDlt: { principalEntityId: 'P1', contentTemplateId: 'T2' } } }
    const [part] = units(message({ settings: { extras } }))
    expect(part!.rawTlvs).toEqual([
      { tag: DLT_TAGS.principalEntityId, value: new Uint8Array(Buffer.from('P1')) },
      { tag: DLT_TAGS.contentTemplateId, value: new Uint8Array(Buffer.from('T2')) },
    ])
  })

  test('nothing is sent after its validity, or for a sender that is none', () => {
    expect(unitsOf(message({ validUntilMs: 1_000 }), udh, 0, 1_000)).toMatchObject({
      outcome: { kind: 'refused', statusId: 15, errorId: 4101 },
    })
    expect(unitsOf(message({ sender: 'a name too long' }), udh, 0, 0)).toMatchObject({
      outcome: { kind: 'refused', statusId: 11, errorId: 368 },
    })
  })
})

describe('the fate of a message from those of its parts', () => {
  const ok = (peerId: string): UnitOutcome => ({ kind: 'accepted', peerId })
  const no = (
    commandStatus: number,
    class_: 'permanent' | 'temporary' | 'congestion',
  ): UnitOutcome => ({ kind: 'refused', commandStatus, class: class_ })
  const unknown: UnitOutcome = { kind: 'unknown' }
  const notSent: UnitOutcome = { kind: 'notSent' }
  const later = (ambiguous: boolean, countsAsAttempt: boolean) => ({
    kind: 'tryLater',
    ambiguous,
    countsAsAttempt,
  })

  test.each([
    ['all taken', [ok('1'), ok('2')], { kind: 'accepted', peerIds: ['1', '2'] }],
    [
      'refused for good',
      [no(0x0b, 'permanent')],
      { kind: 'refused', statusId: 4, errorId: 351, detail: 'command_status ESME_RINVDSTADR' },
    ],
    [
      'one part refused for good',
      [ok('1'), no(0x01, 'permanent')],
      { kind: 'refused', statusId: 4, errorId: 355 },
    ],
    [
      'good reasons count before passing ones',
      [no(0x08, 'temporary'), no(0x0a, 'permanent')],
      { kind: 'refused', errorId: 368 },
    ],
    ['refused for now', [no(0x08, 'temporary')], { ...later(false, true), errorId: 631 }],
    [
      'refused for now behind a part that is out',
      [ok('1'), no(0x08, 'temporary')],
      later(true, true),
    ],
    ['throttled', [no(0x58, 'congestion')], { ...later(false, false), errorId: 630 }],
    ['never answered', [unknown], { ...later(true, true), errorId: 502 }],
    ['half of it never answered', [ok('1'), unknown, notSent], later(true, true)],
    ['link down', [notSent, notSent], later(false, false)],
    ['link lost half way', [ok('1'), notSent], later(true, true)],
  ])('%s', (_name, parts, expected) => expect(outcomeOf(parts)).toMatchObject(expected))
})
