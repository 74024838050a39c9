import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodePdu,
  encodePdu,
  status,
  statusName,
  type PduFields,
} from '../protocols/smpp/index.ts'
import { defaults, type User } from './settings.ts'
import { readSubmission, type Submission } from './submission.ts'

const NOW = Date.UTC(2026, 10, 24, 12)
const user: User = {
  accountId: 2,
  userId: 7,
  systemId: 'esme',
  name: null,
  enabled: true,
  allowedAddresses: [],
  sender: null,
  numbers: [],
  settings: defaults,
  madeAt: new Date(NOW),
  changedAt: new Date(NOW),
  boundAt: null,
  binds: 1,
}
const read = (fields: PduFields<'submit_sm'>, as = user): Submission => {
  const found = readSubmission(
    decodePdu(
      encodePdu('submit_sm', {
        sequence: 1,
        fields: { short_message: Buffer.from('x'), ...fields },
      }),
    ),
    as,
    NOW,
  )
  if (typeof found === 'number') throw new Error(statusName(found))
  return found
}

describe('a submission', () => {
  it('is read by the alphabet that was agreed', () => {
    const octets = Buffer.from([0x00, 0x41, 0xe9])
    const textOf = (alphabet: User['settings']['alphabet']) => {
      const { content } = read(
        { short_message: octets },
        { ...user, settings: { ...defaults, alphabet } },
      ).message
      return content.kind === 'text' ? content.text : content.hex
    }
    expect(textOf('gsm7')).toBe('@Ai')
    // U+0000 is no text that could be kept.
    expect(textOf('latin1')).toBe('0041e9')
  })

  it('says when, how long and what for', () => {
    const { sendAt, message } = read({
      schedule_delivery_time: '000000010000000R',
      validity_period: '000000030000000R',
      service_type: 'otp',
      registered_delivery: 0x11,
    })
    expect(sendAt).toBe(NOW + 3_600_000)
    expect(message).toMatchObject({
      validityMs: 2 * 3_600_000,
      contentClass: 'OTP',
      webhook: { url: 'smpp:7', notify: true, intermediate: true, refusals: false },
    })
    expect(read({}).message).toMatchObject({
      validityMs: null,
      contentClass: null,
      webhook: { notify: false, intermediate: false },
    })
    expect(read({ validity_period: '000030000000000R' }).message.validityMs).toBe(48 * 3_600_000)
  })

  it('carries what Indian operators ask for', () => {
    const octets = encodePdu('submit_sm', {
      sequence: 1,
      fields: {
        short_message: Buffer.from('x'),
        rawTlvs: [
          { tag: 0x1400, value: Buffer.from('1101\0') },
          { tag: 0x1401, value: Buffer.from('1207') },
        ],
      },
    })
    const found = readSubmission(decodePdu(octets), user, NOW) as Submission
    expect(found.message.extras).toMatchObject({
      regional: { indiaDlt: { principalEntityId: '1101', contentTemplateId: '1207' } },
    })
  })

  it('passes text through untouched that no part may lose: half of a surrogate pair', () => {
    const { content } = read({
      esm_class: 0x40,
      data_coding: 8,
      short_message: Buffer.from('050003010201d83d', 'hex'),
    }).message
    expect(content).toEqual({
      kind: 'binary',
      hex: '050003010201d83d',
      dataCoding: 8,
      esmClass: 0x40,
    })
  })

  it('of any octets is read or refused, and never throws', () => {
    fc.assert(
      fc.property(
        fc.record({
          esm_class: fc.integer({ min: 0, max: 255 }),
          data_coding: fc.integer({ min: 0, max: 255 }),
          priority_flag: fc.integer({ min: 0, max: 6 }),
          registered_delivery: fc.integer({ min: 0, max: 255 }),
          short_message: fc.uint8Array({ maxLength: 254 }),
          schedule_delivery_time: fc.constantFrom('', '000000010000000R', '260101000000000+', 'x'),
        }),
        (fields) => {
          const view = decodePdu(encodePdu('submit_sm', { sequence: 1, fields }))
          const found = readSubmission(view, user, NOW)
          if (typeof found === 'number') return void expect(found).toBeGreaterThan(status.ESME_ROK)
          const { content } = found.message
          const kept = content.kind === 'text' ? content.text : content.hex
          expect(kept.isWellFormed() && !kept.includes('\0')).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
