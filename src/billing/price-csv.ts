import { parseWireTime, wireTime } from '../core/http/index.ts'
import { amountText, parseAmount } from './amount.ts'
import type { NewPrice, PriceRow } from './store/books.ts'

/** Columns in the order that an export has them; an import may have them in any. */
const COLUMNS = [
  'kind',
  'name',
  'channel',
  'direction',
  'country',
  'network',
  'senderKind',
  'unit',
  'amount',
  'validFrom',
] as const
type Column = (typeof COLUMNS)[number]
type Cells = Partial<Record<Column, string>>

export interface LineFault {
  /** The first line, with the names of columns, is 1. */
  line: number
  text: string
}

/** A price as callers write it; see the wire. */
export interface WrittenPrice {
  kind?: 'BASE' | 'SURCHARGE'
  name?: string
  channel?: string | null
  direction?: 'MT' | 'MO'
  country?: string | null
  network?: string | null
  senderKind?: 'ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER' | null
  unit?: 'PART' | 'MESSAGE'
  amount: string | null
  validFrom?: string
}

export const kinds = { BASE: 'base', SURCHARGE: 'surcharge' } as const
export const senderKinds = {
  ALPHANUMERIC: 'alphanumeric',
  SHORT_CODE: 'short-code',
  LONG_NUMBER: 'long-number',
} as const
export const wireSenderKind = {
  alphanumeric: 'ALPHANUMERIC',
  'short-code': 'SHORT_CODE',
  'long-number': 'LONG_NUMBER',
} as const

/** What is known of places, to tell a slip of the pen from a country. */
export interface KnownPlaces {
  country(iso: string): object | null
  network(mccMnc: string): { country: string | null } | null
}

/** Checks a price and fills in what was left out. @returns what is wrong with it as a text */
export function readPrice(
  written: WrittenPrice,
  places: KnownPlaces,
  now: Date,
): NewPrice | string {
  const { kind = 'BASE', name = '', direction = 'MT', unit = 'PART' } = written
  if (kind === 'BASE' && name !== '') return 'a base price has no name'
  if (kind === 'SURCHARGE' && name.trim() === '') return 'a surcharge needs a name'
  const amount = written.amount === null ? null : parseAmount(written.amount)
  if (amount === null && written.amount !== null)
    return 'the amount is no decimal number of up to six decimals'
  if (amount !== null && amount < 0n) return 'the amount is below zero'
  const network = written.network ?? null
  let country = written.country ?? null
  if (network !== null) {
    const known = places.network(network)
    if (known?.country === undefined || known.country === null)
      return 'the network is no MCC and MNC of the numbering plan'
    if (country !== null && country !== known.country)
      return `the network is one of ${known.country}`
    country = known.country
  }
  if (country !== null && !places.country(country)) return 'there is no such country'
  const validFrom = written.validFrom === undefined ? now : parseWireTime(written.validFrom)
  if (!validFrom) return 'validFrom is no time'
  return {
    kind: kinds[kind],
    name: name.trim(),
    channel: written.channel ?? null,
    direction,
    country,
    mcc_mnc: network,
    sender_kind: written.senderKind ? senderKinds[written.senderKind] : null,
    unit: unit === 'PART' ? 'part' : 'message',
    amount_micros: amount === null ? null : String(amount),
    valid_from: validFrom.toISOString(),
  }
}

/** @returns the prices, or what is wrong with which lines; never some of both */
export function readPriceCsv(
  text: string,
  places: KnownPlaces,
  now: Date,
  linesMax: number,
): { prices: NewPrice[]; faults: LineFault[] } {
  const lines = readCsv(text)
  const [head, ...body] = lines
  const columns = (head?.cells ?? []).map((one) => one.trim()) as Column[]
  const unknown = columns.filter((one) => !COLUMNS.includes(one))
  if (!head || unknown.length > 0 || !columns.includes('amount'))
    return {
      prices: [],
      faults: [
        {
          line: 1,
          text: `The first line names the columns, of ${COLUMNS.join(', ')}; amount must be there.`,
        },
      ],
    }
  if (body.length > linesMax)
    return { prices: [], faults: [{ line: linesMax + 2, text: `More than ${linesMax} prices.` }] }
  const faults: LineFault[] = []
  const prices: NewPrice[] = []
  for (const { line, cells } of body) {
    const read = readLine(cells, columns, places, now)
    if (typeof read === 'string') faults.push({ line, text: read })
    else prices.push(read)
  }
  return faults.length > 0 ? { prices: [], faults } : { prices, faults: [] }
}

function readLine(
  cells: readonly string[],
  columns: readonly Column[],
  places: KnownPlaces,
  now: Date,
): NewPrice | string {
  if (cells.length !== columns.length) return `${cells.length} cells, but ${columns.length} columns`
  const named: Cells = Object.fromEntries(columns.map((one, n) => [one, cells[n]!.trim()]))
  const { kind = '', direction = '', senderKind = '', unit = '', channel = '' } = named
  const words: [string, string, readonly string[]][] = [
    ['kind', kind, ['BASE', 'SURCHARGE']],
    ['direction', direction, ['MT', 'MO']],
    ['senderKind', senderKind, Object.keys(senderKinds)],
    ['unit', unit, ['PART', 'MESSAGE']],
  ]
  for (const [column, word, known] of words)
    if (word !== '' && !known.includes(word.toUpperCase()))
      return `${column} is one of ${known.join(', ')}, or empty`
  if (channel !== '' && !/^[A-Za-z_]{2,20}$/.test(channel)) return 'channel is a word such as SMS'
  const said = <Word extends string>(word: string) =>
    word === '' ? undefined : (word.toUpperCase() as Word)
  const given = {
    kind: said<'BASE' | 'SURCHARGE'>(kind),
    name: named.name,
    channel: said<string>(channel),
    direction: said<'MT' | 'MO'>(direction),
    country: said<string>(named.country ?? ''),
    network: named.network === '' ? undefined : named.network,
    senderKind: said<'ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER'>(senderKind),
    unit: said<'PART' | 'MESSAGE'>(unit),
    validFrom: named.validFrom === '' ? undefined : named.validFrom,
  }
  return readPrice(
    {
      ...(Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined),
      ) as Omit<WrittenPrice, 'amount'>),
      amount: named.amount === '' ? null : named.amount!,
    },
    places,
    now,
  )
}

export const writePriceCsv = (prices: readonly PriceRow[]): string =>
  [
    COLUMNS.join(','),
    ...prices.map((one) =>
      [
        one.kind.toUpperCase(),
        one.name,
        one.channel ?? '',
        one.direction,
        one.country ?? '',
        one.mcc_mnc ?? '',
        one.sender_kind === null ? '' : wireSenderKind[one.sender_kind],
        one.unit.toUpperCase(),
        one.amount_micros === null ? '' : amountText(one.amount_micros),
        wireTime(one.valid_from),
      ]
        .map(csvCell)
        .join(','),
    ),
    '',
  ].join('\r\n')

/** RFC 4180. What a spreadsheet would run as a formula is written as text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180: commas, quotes, line ends of any kind; empty lines are passed over. */
function readCsv(text: string): { line: number; cells: string[] }[] {
  const found: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let began = 1
  const endLine = () => {
    cells.push(cell)
    if (cells.some((one) => one.trim() !== '')) found.push({ line: began, cells })
    cells = []
    cell = ''
    began = line + 1
  }
  const source = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  for (let n = 0; n < source.length; n++) {
    const sign = source[n]!
    if (quoted) {
      if (sign === '"' && source[n + 1] === '"') {
        cell += '"'
        n++
      } else if (sign === '"') quoted = false
      else cell += sign
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === ',') {
      cells.push(cell)
      cell = ''
    } else if (sign === '\n') endLine()
    else cell += sign
    if (sign === '\n') line++
  }
  endLine()
  return found
}
