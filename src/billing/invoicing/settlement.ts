import { badField, wireTime } from '../../core/http/index.ts'
import type { BillLine, OperatorBillRow } from '../store/operator-bills.ts'
import { decimalText, readDecimal } from './currency.ts'
import type { Settlement } from './wire.ts'

const LINES_MAX = 20_000
const COLUMNS = 'country,network,parts,amount'

/**
 * Reads an operator's bill: a row for each network, numbers with a point and without grouping. An unknown country or
 * network is left empty. Rows of the same network are added up.
 * @throws BAD_REQUEST with the numbers of the first faulty lines
 */
export function readOperatorBill(csv: string): BillLine[] {
  const [head = '', ...rest] = csv.split(/\r\n|\n/).filter((line) => line.trim() !== '')
  if (
    head
      .replace(/^\uFEFF/, '')
      .replaceAll(' ', '')
      .toLowerCase() !== COLUMNS
  )
    throw badField('csv', `must begin with the line ${COLUMNS}`)
  if (rest.length > LINES_MAX) throw badField('csv', `must not have more than ${LINES_MAX} lines`)
  const faults: number[] = []
  const sums = new Map<string, { country: string; mccMnc: string; parts: bigint; amount: bigint }>()
  for (const [index, line] of rest.entries()) {
    const [country = '', mccMnc = '', parts = '', amount = '', ...more] = line
      .split(',')
      .map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
    const micros = readDecimal(amount)
    const fits =
      more.length === 0 &&
      /^([A-Z]{2})?$/.test(country) &&
      /^(\d{5,6})?$/.test(mccMnc) &&
      /^\d{1,12}$/.test(parts)
    if (!fits || micros === undefined) faults.push(index + 2)
    else {
      const sum = sums.get(`${country} ${mccMnc}`) ?? { country, mccMnc, parts: 0n, amount: 0n }
      sum.parts += BigInt(parts)
      sum.amount += micros
      sums.set(`${country} ${mccMnc}`, sum)
    }
  }
  if (faults.length > 0)
    throw badField('csv', `is not readable in lines ${faults.slice(0, 20).join(', ')}`)
  return [...sums.values()].map(({ country, mccMnc, parts, amount }) => ({
    country,
    mccMnc,
    parts: parts.toString(),
    amountMicros: amount.toString(),
  }))
}

/** A bill beside what we reckoned, network by network; those that differ most come first. */
export function settle(
  bill: OperatorBillRow,
  costs: readonly { country: string; mcc_mnc: string; parts: bigint; amount_micros: bigint }[],
): Settlement {
  const money = (micros: bigint) => decimalText(micros, bill.currency)
  const networks = new Map<string, Compared>()
  const at = (country: string, network: string): Compared => {
    const key = `${country} ${network}`
    const known = networks.get(key) ?? { country, network, ourParts: 0n, theirParts: 0n, ours: 0n, theirs: 0n } // prettier-ignore
    networks.set(key, known)
    return known
  }
  for (const one of costs) {
    const compared = at(one.country, one.mcc_mnc)
    compared.ourParts += one.parts
    compared.ours += one.amount_micros
  }
  for (const one of bill.lines) {
    const compared = at(one.country, one.mccMnc)
    compared.theirParts += BigInt(one.parts)
    compared.theirs += BigInt(one.amountMicros)
  }
  const all = [...networks.values()].toSorted((a, b) => (gap(a) < gap(b) ? 1 : -1))
  const ours = all.reduce((sum, one) => sum + one.ours, 0n)
  const theirs = all.reduce((sum, one) => sum + one.theirs, 0n)
  return {
    connectionId: bill.connection_id,
    month: bill.month.slice(0, 7),
    currency: bill.currency,
    importedAt: wireTime(bill.imported_at),
    ours: money(ours),
    theirs: money(theirs),
    difference: money(theirs - ours),
    networks: all.map((one) => ({
      country: one.country,
      network: one.network,
      ourParts: one.ourParts.toString(),
      theirParts: one.theirParts.toString(),
      ourAmount: money(one.ours),
      theirAmount: money(one.theirs),
      difference: money(one.theirs - one.ours),
    })),
  }
}

interface Compared {
  country: string
  network: string
  ourParts: bigint
  theirParts: bigint
  ours: bigint
  theirs: bigint
}

const gap = ({ ours, theirs }: Compared): bigint => (theirs > ours ? theirs - ours : ours - theirs)
