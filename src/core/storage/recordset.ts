import { sql, type RawBuilder } from 'kysely'

/** A column of a set: its name as SQL writes it, the field of the records, its type. */
interface Column {
  name: string
  field: string
  type: string
}

const known = new Map<string, readonly Column[]>()

function columnsOf(text: string): readonly Column[] {
  const parsed = known.get(text)
  if (parsed) return parsed
  const columns = text.split(',').map((one): Column => {
    const [, name, type] = /^\s*(\S+)\s+(.+?)\s*$/s.exec(one)!
    return { name: name!, field: name!.replaceAll('"', ''), type: type! }
  })
  known.set(text, columns)
  return columns
}

/**
 * A set of records as a row source: `from ${recordset(items, 'id uuid, day date')}`; it is called `r`. Fields are numbers,
 * texts, booleans and dates, of JSON columns anything; what is missing is null.
 * An array for each column: PostgreSQL reads them in two thirds of the time it takes for JSON, field by field.
 */
export function recordset(items: readonly object[], columns: string): RawBuilder<unknown> {
  const each = columnsOf(columns)
  const arrays = each.map(
    (column, index) => sql`${arrayOf(items, column, index > 0)}::${sql.raw(column.type)}[]`,
  )
  return sql`unnest(${sql.join(arrays)}) as r(${sql.raw(each.map(({ name }) => name).join(', '))})`
}

/** @param mayEnd nothing but nulls is left out: `unnest` fills up with them what is shorter than the first column */
function arrayOf(items: readonly object[], { field, type }: Column, mayEnd: boolean): string {
  const isJson = type === 'json' || type === 'jsonb'
  let out = '{'
  let last: unknown
  let lastWritten = ''
  let nulls = true
  for (let index = 0; index < items.length; index++) {
    const value = (items[index] as Record<string, unknown>)[field]
    // What a set shares is one string: it is written once.
    if (index === 0 || value !== last) {
      last = value
      lastWritten = isJson && value !== null && value !== undefined ? quoted(JSON.stringify(value)) : written(value) // prettier-ignore
    }
    nulls &&= lastWritten === 'NULL'
    out += index === 0 ? lastWritten : `,${lastWritten}`
  }
  return mayEnd && nulls ? '{}' : `${out}}`
}

const ESCAPED = /["\\]/
const EACH_ESCAPED = /["\\]/g

/** An element of an array as text, PostgreSQL documentation §8.15.6. */
function written(value: unknown): string {
  switch (typeof value) {
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'string':
      return quoted(value)
    case 'object':
      return value instanceof Date ? quoted(value.toISOString()) : 'NULL'
    default:
      return 'NULL'
  }
}

/** Half a character becomes U+0000, which the database refuses: the driver would make U+FFFD of it. */
function quoted(text: string): string {
  const whole = text.isWellFormed() ? text : `${text.toWellFormed()}\0`
  return ESCAPED.test(whole) ? `"${whole.replace(EACH_ESCAPED, '\\$&')}"` : `"${whole}"`
}
