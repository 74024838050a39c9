import { describe, expect, it } from 'vitest'
import { readCsv } from './csv.ts'
import { emptyDraft, type Draft } from './draft.ts'
import { countOf, forcingUcs2, lettersOf, requestOf, totalOf } from './request.ts'

const draft = (change: Partial<Draft>): Draft => ({
  ...emptyDraft,
  sender: 'Trunkline',
  text: 'Hello',
  typed: '999100000001',
  ...change,
})
const requestFor = (made: Draft) => requestOf(made, lettersOf(made, null).letters, null)

describe('the request of a draft', () => {
  it('has nothing in it that was not asked for', () => {
    expect(requestFor(draft({}))).toEqual({
      messages: [
        { sender: 'Trunkline', destinations: [{ to: '999100000001' }], content: { text: 'Hello' } },
      ],
      options: { includeSmsCountInResponse: true },
    })
  })

  it('has everything that was', () => {
    const request = requestFor(
      draft({
        scheduled: true,
        sendAt: '2031-01-02 03:04:00',
        bulkId: ' sale ',
        validityAmount: 2,
        flash: true,
        windowed: true,
        windowDays: ['MONDAY'],
        notifyUrl: 'https://example.com/r',
        callbackData: 'x',
        transliteration: 'TURKISH',
        languageCode: 'TR',
      }),
    )
    expect(request.options?.schedule?.bulkId).toBe('sale')
    expect(new Date(request.options!.schedule!.sendAt!.replace('+0000', 'Z'))).toEqual(
      new Date('2031-01-02T03:04:00'),
    )
    expect(request.messages[0]).toMatchObject({
      content: { text: 'Hello', transliteration: 'TURKISH', language: { languageCode: 'TR' } },
      options: {
        validityPeriod: { amount: 2, timeUnit: 'HOURS' },
        flash: true,
        deliveryTimeWindow: {
          days: ['MONDAY'],
          from: { hour: 9, minute: 0 },
          to: { hour: 18, minute: 0 },
        },
      },
      webhooks: { delivery: { url: 'https://example.com/r' }, callbackData: 'x' },
    })
  })

  it('makes a message of each row when the text has placeholders, and one for all when it has none', () => {
    const read = readCsv('a.csv', 'number,name\n999100000001,Ada\nnone,Bob\n999100000002,Grace\n')
    if (!read.ok) throw new Error(read.fault)
    const personal = draft({ source: 'file', text: 'Hi {name}' })
    const { letters, checked } = lettersOf(personal, read.file)
    expect(checked.faulty).toEqual([{ written: 'none', reason: 'NOT_A_NUMBER' }])
    expect(
      requestOf(personal, letters, read.file).messages.map((one) => [
        one.destinations[0]?.to,
        one.content,
      ]),
    ).toEqual([
      ['999100000001', { text: 'Hi Ada' }],
      ['999100000002', { text: 'Hi Grace' }],
    ])
    const plain = draft({ source: 'file', text: 'Hi' })
    expect(requestOf(plain, lettersOf(plain, read.file).letters, read.file).messages).toHaveLength(
      1,
    )
  })
})

describe('the count of a draft', () => {
  it('names the characters that make it Unicode', () => {
    const count = countOf('Grüße – bis „morgen“', draft({}))
    expect(count.encoding).toBe('ucs2')
    expect(forcingUcs2(count)).toEqual(['–', '„', '“'])
    expect(forcingUcs2(countOf('Grüße @ 5€', draft({})))).toEqual([])
  })

  it('adds the parts of all recipients', () => {
    const letters = [
      { to: '1', text: 'a' },
      { to: '2', text: 'a'.repeat(161) },
      { to: '3', text: 'я'.repeat(71) },
    ]
    expect(totalOf(letters, draft({}))).toEqual({ parts: 5, partsMin: 1, partsMax: 2, ucs2: 1 })
  })
})
