import { extractText, getDocumentProxy, getMeta } from 'unpdf'
import { expect, it } from 'vitest'
import { linesCsv } from './csv.ts'
import { contentHash, contentText, documentNumber, type Content, type Line } from './document.ts'
import { paper } from './pdf.ts'

const line = (position: number, other: Partial<Line> = {}): Line => ({
  position,
  kind: 'usage',
  month: '2026-11',
  channel: 'SMS',
  direction: 'MT',
  country: 'JP',
  network: '44010',
  name: '',
  component: 'base',
  unit: 'part',
  quantity: '1200',
  unitMicros: '72500',
  amountMicros: '87000000',
  ...other,
})

const content = (other: Partial<Content> = {}): Content => ({
  kind: 'invoice',
  number: 'TL-INV-2026-000042',
  issuedOn: '2026-12-01',
  dueOn: '2026-12-15',
  periodFrom: '2026-11-01',
  periodTo: '2026-11-30',
  language: 'en',
  currency: 'EUR',
  seller: {
    name: 'Beispiel Netze GmbH',
    address: ['Straße der Prüfung 5', '10115 Berlin'],
    country: 'DE',
    vatId: 'DE123456789',
    email: null,
    bank: ['IBAN DE02 1203 0000 0000 2020 51'],
    registration: 'HRB 12345',
  },
  buyer: {
    name: '株式会社テスト',
    address: ['東京都千代田区丸の内一丁目'],
    country: 'JP',
    vatId: null,
    email: null,
  },
  extra: [{ label: 'Order', value: 'PO-77' }],
  corrects: null,
  lines: [line(1)],
  netMicros: '87000000',
  taxableMicros: '87000000',
  vat: { reason: 'outside', basisPoints: 0, vatMicros: '0' },
  roundingMicros: '0',
  payableMicros: '87000000',
  paidMicros: '0',
  ...other,
})

const read = async (octets: Buffer) => {
  const document = await getDocumentProxy(new Uint8Array(octets))
  return { ...(await extractText(document)), meta: await getMeta(document), document }
}

it('the text can be read back, also that in Japanese', async () => {
  const { text, totalPages, meta } = await read(await paper(content()))
  expect(totalPages).toBe(1)
  for (const said of [
    'TL-INV-2026-000042',
    'Beispiel Netze GmbH',
    'Straße der Prüfung 5',
    '株式会社テスト',
    '東京都千代田区丸の内一丁目',
    '1,200 parts',
    '0.0725',
    '87.00',
    'SMS · sent · JP 44010 · Price',
    'Not subject to VAT in the country of the seller.',
    'IBAN DE02 1203 0000 0000 2020 51',
    'Order: PO-77',
    'Page 1 of 1',
  ])
    expect(text[0]).toContain(said)
  expect(meta.info['Title']).toBe('Invoice TL-INV-2026-000042')
  expect(meta.info['Language']).toBe('en')
})

it('an invoice in Japanese has Japanese words', async () => {
  const { text, meta } = await read(await paper(content({ language: 'ja' })))
  expect(text[0]).toContain('請求書')
  expect(text[0]).toContain('お支払額')
  expect(meta.info['Language']).toBe('ja')
})

it('the same invoice gives the same octets', async () => {
  const [first, second] = [await paper(content()), await paper(content())]
  expect(first.equals(second)).toBe(true)
  expect(first.equals(await paper(content({ number: 'TL-INV-2026-000043' })))).toBe(false)
})

it('a long one has several pages, each with the heads and its number', async () => {
  const lines = Array.from({ length: 120 }, (_none, index) =>
    line(index + 1, { network: String(44_000 + index) }),
  )
  const { text, totalPages } = await read(await paper(content({ lines })))
  expect(totalPages).toBeGreaterThan(2)
  for (const [index, page] of text.entries()) {
    expect(page).toContain(`Page ${index + 1} of ${totalPages}`)
    expect(page).toContain('TL-INV-2026-000042')
    if (index < totalPages - 1) expect(page).toContain('Unit price')
  }
  for (const { network } of lines) expect(text.join(' ')).toContain(network)
})

it('figures end at one edge', async () => {
  const lines = [line(1, { amountMicros: '1000000' }), line(2, { amountMicros: '123456789000' })]
  const { document } = await read(await paper(content({ lines })))
  const { items } = await (await document.getPage(1)).getTextContent()
  const ends = items.flatMap((item) =>
    'str' in item && ['1.00', '123,456.789'].includes(item.str)
      ? [Math.round(item.transform[4] + item.width)]
      : [],
  )
  expect(ends).toEqual([547, 547])
})

it('characters no face has are question marks, and the data keeps them', async () => {
  const buyer = {
    ...content().buyer,
    name: 'สมชาย GmbH',
    address: ['Łódź, Żywiec', 'Ελλάδα Москва'],
  }
  const { text } = await read(await paper(content({ buyer })))
  expect(text[0]).toContain('????? GmbH')
  expect(text[0]).toContain('Łódź, Żywiec')
  expect(text[0]).toContain('Ελλάδα Москва')
  expect(contentText(content({ buyer }))).toContain('สมชาย')
})

it('very long names are broken, not written over the edge', async () => {
  const buyer = { ...content().buyer, name: `${'Gesellschaft'.repeat(20)} und Söhne` }
  const { document } = await read(await paper(content({ buyer })))
  const { items } = await (await document.getPage(1)).getTextContent()
  for (const item of items)
    if ('str' in item) expect(item.transform[4] + item.width).toBeLessThan(548)
})

it('the hash is that of the content, in whatever order its fields came', () => {
  const one = content()
  const other = Object.fromEntries(Object.entries(one).toReversed()) as unknown as Content
  expect(contentText(other)).toBe(contentText(one))
  expect(contentHash(contentText(one))).not.toEqual(
    contentHash(contentText(content({ payableMicros: '87000001' }))),
  )
})

it('the CSV has one row for each line, and starts no formula', () => {
  const lines = [line(1, { name: '=cmd()' }), line(2, { name: 'a "b", c', amountMicros: '-5000' })]
  const rows = linesCsv(content({ lines })).trimEnd().split('\r\n')
  expect(rows).toHaveLength(3)
  expect(rows[1]).toContain(",'=cmd(),1200,part,0.0725,87.00,EUR")
  expect(rows[2]).toContain('"a ""b"", c",1200,part,0.0725,-0.005,EUR')
  const hidden = linesCsv(content({ lines: [line(1, { name: "-2+3+cmd|' /C calc'!A0" })] }))
  expect(hidden).toContain(",'-2+3+cmd|' /C calc'!A0,")
})

it('a number names seller, series, year and place in it', () => {
  expect(documentNumber('TL', 'receipt', 2026, 42)).toBe('TL-INV-2026-000042')
  expect(documentNumber('', 'credit-note', 2027, 1)).toBe('CN-2027-000001')
})
