import type { UninvoicedRow } from '../store/invoices.ts'
import type { Component, Recipe } from '../tariffs.ts'
import type { Line } from './document.ts'
import { monthOf } from './months.ts'

/** A line before its place and its sums are known. */
type Kind = Omit<Line, 'position' | 'quantity' | 'amountMicros'>

interface Sum extends Kind {
  quantity: bigint
  amountMicros: bigint
}

/**
 * Lines of what was used: one for each month, channel, direction, network and price, in that order. Whom messages went to
 * is not known here. Usage of an earlier month than `month` becomes corrections.
 * @returns lines whose amounts add up to those of the usage, to the micro-unit; throws when they do not
 */
export function linesOf(
  accountId: number,
  month: string,
  usage: readonly UninvoicedRow[],
  recipes: ReadonlyMap<number, Recipe>,
): Line[] {
  const sums = new Map<string, Sum>()
  for (const row of usage) {
    const recipe = recipes.get(row.tariff_id)
    const charge = recipe?.charges.find((one) => one.account === accountId)
    if (!recipe || !charge) throw new Error(`tariff ${row.tariff_id} does not charge the account`)
    const shared = sharedOf(recipe, monthOf(row.month), month)
    if (charge.package)
      add(sums, { ...shared, name: '', component: 'package', unit: charge.package.unit, unitMicros: null }, row) // prettier-ignore
    for (const component of charge.components) add(sums, { ...shared, ...priced(component) }, row)
  }
  const lines = [...sums.values()].filter((one) => one.quantity !== 0n || one.amountMicros !== 0n)
  const total = lines.reduce((sum, one) => sum + one.amountMicros, 0n)
  const used = usage.reduce((sum, one) => sum + one.amount_micros, 0n)
  if (total !== used) throw new Error(`lines add up to ${total}, the usage to ${used}`)
  return lines.toSorted(byPlace).map(({ quantity, amountMicros, ...kind }, index) => ({
    ...kind,
    position: index + 1,
    quantity: quantity.toString(),
    amountMicros: amountMicros.toString(),
  }))
}

const sharedOf = (recipe: Recipe, usedIn: string, month: string) => ({
  kind: usedIn < month ? ('correction' as const) : ('usage' as const),
  month: usedIn,
  channel: recipe.channel,
  direction: recipe.direction,
  country: recipe.country,
  network: recipe.mccMnc,
})

const priced = (component: Component) => ({
  name: component.name,
  component: component.kind,
  unitMicros: component.micros,
  // What is sold once is no traffic.
  ...(component.unit === 'once'
    ? { unit: 'item' as const, channel: null, direction: null }
    : { unit: component.unit }),
})

function add(sums: Map<string, Sum>, kind: Kind, row: UninvoicedRow): void {
  const key = JSON.stringify(Object.values(kind))
  const sum = sums.get(key) ?? { ...kind, quantity: 0n, amountMicros: 0n }
  const quantity = quantityOf(kind, row)
  sum.quantity += quantity
  sum.amountMicros += quantity * BigInt(kind.unitMicros ?? 0)
  sums.set(key, sum)
}

/** What is sold once, such as a package, is neither parts nor messages. */
function quantityOf({ unit, unitMicros }: Kind, row: UninvoicedRow): bigint {
  if (unit === 'part') return row.parts
  if (unit === 'message') return row.messages
  return row.amount_micros / BigInt(unitMicros ?? 1)
}

const place = (one: Sum): string =>
  [one.month, one.channel ?? '', one.direction ?? '', one.country ?? '', one.network ?? '', one.component, one.name].join('\u0001') // prettier-ignore
const byPlace = (a: Sum, b: Sum): number => (place(a) < place(b) ? -1 : 1)
