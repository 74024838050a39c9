import { beforeEach, describe, expect, it } from 'vitest'
import { Handsets, type ShownMessage } from './handsets.ts'
import { Recent } from './recent.ts'
import type { Submission } from './submission.ts'

const limits = {
  messagesPerHandsetMax: 3,
  handsetsMax: 4,
  messagesMax: 8,
  incompleteAfterMs: 1_000,
}
let id: number
let seen: ShownMessage[]
let handsets: Handsets

beforeEach(() => {
  id = 0
  seen = []
  handsets = new Handsets((message) => seen.push(message), limits)
})

const submission = (to: string, text: string, over: Partial<Submission> = {}): Submission => ({
  id: ++id,
  messageId: id,
  systemId: 'trunkline',
  source: { ton: 5, npi: 0, address: 'Trunkline' },
  destination: { ton: 1, npi: 1, address: to },
  esmClass: 0,
  dataCoding: 3,
  octets: Buffer.from(text, 'latin1'),
  sar: null,
  registeredDelivery: 0,
  validUntil: null,
  notBefore: null,
  userMessageReference: null,
  submittedAt: id,
  dueAt: id,
  state: 'DELIVERED',
  error: 0,
  receiptAfterMs: 0,
  answer: null,
  answered: true,
  settled: true,
  owed: 0,
  excerpt: '',
  segment: -1,
  ...over,
})
const receive = (to: string, text: string, over?: Partial<Submission>) =>
  handsets.receive(submission(to, text, over), 'gsm7')
const texts = (number?: string) =>
  handsets.messages(number, Number.POSITIVE_INFINITY, 100).page.map((message) => message.text)
const part = (number: number, reference = 1) => ({
  sar: { reference, referenceBits: 16 as const, total: 2, number },
})

describe('limits', () => {
  it('a handset keeps its newest', () => {
    for (const text of ['1', '2', '3', '4', '5']) receive('100', text)
    expect(texts('100')).toEqual(['5', '4', '3'])
    expect(texts()).toEqual(['5', '4', '3'])
    expect(handsets.messageCount).toBe(3)
  })

  it('all together keep their newest', () => {
    for (let count = 1; count <= 20; count++) receive(String(100 + (count % 4)), String(count))
    expect(texts()).toEqual(['20', '19', '18', '17', '16', '15', '14', '13'])
    expect(texts('100')).toEqual(['20', '16'])
    expect(handsets.messageCount).toBe(8)
  })

  it('the handset that changed longest ago is forgotten with what it showed', () => {
    for (const to of ['1', '2', '3', '4']) receive(to, to)
    receive('1', 'again')
    receive('5', '5')
    expect(
      handsets.handsets(Number.POSITIVE_INFINITY, 10).page.map((handset) => handset.number),
    ).toEqual(['5', '1', '4', '3'])
    expect(texts()).toEqual(['5', 'again', '4', '3', '1'])
    expect(handsets.messageCount).toBe(5)
  })
})

describe('pages', () => {
  it('go back to the first message, whatever arrives meanwhile', () => {
    for (let count = 1; count <= 6; count++) receive(String(100 + (count % 3)), String(count))
    const first = handsets.messages(undefined, Number.POSITIVE_INFINITY, 4)
    receive('100', 'late')
    const second = handsets.messages(undefined, first.page.at(-1)!.sequence, 4)
    expect([first.more, second.more]).toEqual([true, false])
    expect([...first.page, ...second.page].map((message) => message.text)).toEqual([
      '6',
      '5',
      '4',
      '3',
      '2',
      '1',
    ])
  })
})

describe('parts', () => {
  it('are shown when the last one is there', () => {
    receive('100', 'world', part(2))
    expect(seen).toEqual([])
    receive('100', 'hello ', part(1))
    expect(seen).toMatchObject([{ text: 'hello world', partCount: 2, partsMissing: 0, id: 2 }])
  })

  it('that came twice are shown once', () => {
    receive('100', 'hello ', part(1))
    receive('100', 'hello ', part(1))
    receive('100', 'world', part(2))
    expect(texts()).toEqual(['hello world'])
  })

  it('of another message under the same reference are not mixed up', () => {
    receive('100', 'never ', part(1))
    receive('100', 'hello ', part(1))
    receive('100', 'world', part(2))
    expect(texts()).toEqual(['hello world'])
    handsets.showIncomplete(10_000)
    expect(seen.at(-1)).toMatchObject({ text: 'never ', partsMissing: 1 })
  })

  it('with one missing are shown after a while', () => {
    receive('100', 'only', part(2))
    handsets.showIncomplete(500)
    expect(seen).toEqual([])
    handsets.showIncomplete(1_500)
    expect(seen).toMatchObject([{ text: 'only', partCount: 2, partsMissing: 1 }])
  })

  it('that failed are not shown as part of what was delivered', () => {
    receive('100', 'hello ', { ...part(1), state: 'EXPIRED' })
    receive('100', 'world', part(2))
    expect(seen).toEqual([])
  })
})

it('Recent forgets the one set longest ago, also after deletions', () => {
  const forgotten: number[] = []
  const recent = new Recent<string, number>(3, (value) => forgotten.push(value))
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['a', 4],
    ['d', 5],
  ] as const)
    recent.set(key, value)
  expect(forgotten).toEqual([2])
  recent.delete('c')
  recent.set('e', 6)
  expect(forgotten).toEqual([2])
  recent.set('f', 7)
  expect(forgotten).toEqual([2, 4])
  expect(recent.values()).toEqual([5, 6, 7])
})
