import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildReceipt,
  decodePdu,
  encodePdu,
  isFinalState,
  messageState,
  parseReceiptText,
  readReceipt,
  receiptIdKeys,
  receiptShapes,
  responseIdKey,
  stateOfText,
} from './index.ts'
import type { MessageState, PduFields, PduView, ReceiptShape } from './index.ts'

const deliver = (fields: PduFields<'deliver_sm'>): PduView =>
  decodePdu(encodePdu('deliver_sm', { sequence: 1, fields }))
const utc = (text: string): number => Date.parse(text)
const states = Object.keys(messageState) as MessageState[]

/** Texts in the shapes vendors send, made by hand; each line: what it is, the text, what must be read. */
interface Seen {
  readonly shape: string
  readonly text: string
  readonly read: Record<string, unknown>
}
const seen = JSON.parse(
  readFileSync(new URL('fixtures/receipt-texts.json', import.meta.url), 'utf8'),
) as readonly Seen[]

describe('receipt texts', () => {
  it.each(seen)('$shape', ({ text, read }) => {
    const { submittedAt, doneAt, ...others } = parseReceiptText(text) ?? { extra: {} }
    const { submitted, done, ...expected } = read
    expect(others).toEqual({ extra: {}, ...expected })
    expect([submittedAt, doneAt]).toEqual(
      [submitted, done].map((time) => (time === undefined ? undefined : utc(time as string))),
    )
  })

  it('reads the peer’s wall clock in its zone', () => {
    expect(parseReceiptText('id:1 stat:DELIVRD done date:2611231045', 120)?.doneAt).toBe(
      utc('2026-11-23T08:45:00Z'),
    )
  })

  it.each([
    ['DELIVRD', 'DELIVERED'],
    ['delivered', 'DELIVERED'],
    ['UNDELIV', 'UNDELIVERABLE'],
    ['Undeliverable', 'UNDELIVERABLE'],
    ['REJECTD', 'REJECTED'],
    ['REJECTED', 'REJECTED'],
    ['EXPIRED', 'EXPIRED'],
    ['DELETED', 'DELETED'],
    ['ACCEPTD', 'ACCEPTED'],
    ['ENROUTE', 'ENROUTE'],
    ['UNKNOWN', 'UNKNOWN'],
    ['2', 'DELIVERED'],
    ['8', 'REJECTED'],
    ['SOMETHING', 'UNKNOWN'],
    ['', 'UNKNOWN'],
  ])('%s means %s', (stat, state) => expect(stateOfText(stat)).toBe(state))

  it('reads anything without throwing and in time that grows with the length', () => {
    const word = fc.constantFrom(
      'id:',
      'stat:',
      'text:',
      'submit date:',
      'done',
      'date:',
      ' ',
      ':',
      'err:',
      'x',
      '2611231045',
      'a_b:',
      '\n',
    )
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 200 }).map((words) => words.join('')),
        (text) => void parseReceiptText(text),
      ),
    )
    fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => void parseReceiptText(text)))
    expect(parseReceiptText('a'.repeat(200_000))).toBeUndefined()
    expect(
      Object.keys(
        parseReceiptText(
          `id:1 ${Array.from({ length: 500 }, (_, index) => `k${index}:v`).join(' ')}`,
        )!.extra,
      ).length,
    ).toBe(32)
  })
})

describe('receipts in PDUs', () => {
  const text = Buffer.from(
    'id:11 sub:001 dlvrd:000 submit date:2611231045 done date:2611231046 stat:UNDELIV err:034 text:hi',
  )

  it('parameters weigh more than the text', () => {
    const receipt = readReceipt(
      deliver({
        esm_class: 4,
        short_message: text,
        tlvs: {
          receipted_message_id: '22',
          message_state: 2,
          network_error_code: Buffer.from('030022', 'hex'),
        },
      }),
    )
    expect(receipt).toMatchObject({
      id: '22',
      state: 'DELIVERED',
      stat: 'UNDELIV',
      err: '034',
      networkError: { networkType: 3, code: 0x22 },
      intermediate: false,
    })
  })

  it('is read from data_sm and from message_payload', () => {
    const fields = { esm_class: 4, tlvs: { message_payload: text } }
    expect(readReceipt(decodePdu(encodePdu('data_sm', { sequence: 1, fields })))).toMatchObject({
      id: '11',
      state: 'UNDELIVERABLE',
    })
    expect(readReceipt(deliver(fields))).toMatchObject({ id: '11', state: 'UNDELIVERABLE' })
  })

  it('is read from UCS-2', () => {
    const wide = Buffer.from(text.toString(), 'utf16le').swap16()
    expect(
      readReceipt(deliver({ esm_class: 4, data_coding: 8, short_message: wide })),
    ).toMatchObject({ id: '11', err: '034' })
  })

  it('is known by its parameters, and by its text only on a route that asks for it', () => {
    expect(
      readReceipt(deliver({ tlvs: { receipted_message_id: '1', message_state: 2 } }))?.state,
    ).toBe('DELIVERED')
    expect(readReceipt(deliver({ short_message: text }))).toBeUndefined()
    expect(readReceipt(deliver({ short_message: text }), { unmarkedText: true })?.id).toBe('11')
  })

  it.each([
    { short_message: Buffer.from('see you at 10:30') },
    { short_message: Buffer.from('my id: 7, what is the stat: ok?') },
    { short_message: text, esm_class: 0x40 },
    { short_message: text, esm_class: 0x08 },
    { short_message: Buffer.alloc(0) },
  ])('an ordinary message is none: %j', (fields) =>
    expect(readReceipt(deliver(fields), { unmarkedText: true })).toBeUndefined(),
  )

  it('is intermediate when esm_class or the state says so', () => {
    expect(readReceipt(deliver({ esm_class: 0x20, short_message: text }))?.intermediate).toBe(true)
    const enroute = { receipted_message_id: '1', message_state: messageState.ENROUTE }
    expect(readReceipt(deliver({ esm_class: 4, tlvs: enroute }))).toMatchObject({
      intermediate: true,
      state: 'ENROUTE',
    })
  })

  it('a marked receipt that says nothing is still one, of unknown state', () => {
    expect(readReceipt(deliver({ esm_class: 4, short_message: Buffer.from('garbage') }))).toEqual({
      id: '',
      state: 'UNKNOWN',
      intermediate: false,
      extra: {},
    })
  })

  it('six states are final', () => {
    expect(states.filter(isFinalState)).toEqual([
      'DELIVERED',
      'EXPIRED',
      'DELETED',
      'UNDELIVERABLE',
      'REJECTED',
      'SKIPPED',
    ])
  })
})

describe('receipts we build', () => {
  const facts = {
    id: '20731',
    submittedAt: utc('2026-11-23T10:45:00Z'),
    doneAt: utc('2026-11-23T10:46:31Z'),
    err: '00B',
    text: 'a text of more than twenty characters with stat:REJECTD in it',
  }

  it.each(Object.keys(receiptShapes) as ReceiptShape[])(
    '%s is read back with the same facts, for every state',
    (shape) => {
      for (const state of states) {
        const receipt = readReceipt(deliver(buildReceipt({ ...facts, state }, shape)))!
        expect(receipt.state).toBe(state)
        const keys = receiptIdKeys(receipt.id, shape === 'hex_id' ? 'receipt_hex' : 'same')
        expect(keys).toEqual([responseIdKey('20731')])
        if (shape === 'tlv_only') expect(receipt.err).toBeUndefined()
        else expect(receipt.err).toBe('00B')
        if (shape === 'undated' || shape === 'tlv_only') expect(receipt.doneAt).toBeUndefined()
        else
          expect(receipt.doneAt).toBe(
            shape === 'seconds' ? facts.doneAt : utc('2026-11-23T10:46:00Z'),
          )
      }
    },
  )

  it('writes Appendix B as it stands', () => {
    const { short_message, tlvs, esm_class } = buildReceipt({
      ...facts,
      state: 'DELIVERED',
      networkError: { networkType: 3, code: 0x122 },
    })
    expect(Buffer.from(short_message).toString()).toBe(
      'id:20731 sub:001 dlvrd:001 submit date:2611231045 done date:2611231046 stat:DELIVRD err:00B text:a text of more than ',
    )
    expect(esm_class).toBe(4)
    expect(tlvs).toEqual({
      receipted_message_id: '20731',
      message_state: 2,
      network_error_code: Buffer.from('030122', 'hex'),
    })
  })

  it('never grows over 254 octets', () => {
    const { short_message } = buildReceipt(
      { ...facts, id: 'x'.repeat(64), text: '¿'.repeat(500), state: 'DELIVERED' },
      'extra_keys',
    )
    expect(short_message.length).toBeLessThanOrEqual(254)
  })
})
