import { variants, type Field, type Operation, type Schema } from './fields.ts'

/** A value for a place in a request, by the place's name or way (`at.join('.')`). */
export type Fill = (field: Field, schema: Schema) => unknown

export interface Request {
  method: string
  address: string
  body: unknown
}

/**
 * A request that an operation takes, made from its schema: what is required, and the field that is asked for.
 * @param fill gives the values that a schema cannot tell; undefined for what it has no opinion of
 * @param sample a body that is known to be right, to start from
 */
export function requestFor(
  operation: Operation,
  wanted: Field | null,
  fill: Fill,
  sample?: { body?: unknown; query?: Record<string, unknown> },
): Request {
  const value = (field: Field, schema: Schema) =>
    typed(field, fill(field, schema), schema) ?? sampleOf(schema, field.name)
  let address = operation.path
  const query = new URLSearchParams(
    Object.entries(sample?.query ?? {}).map(([name, one]) => [name, String(one)]),
  )
  for (const parameter of operation.parameters) {
    const field: Field = { in: parameter.in as 'path', name: parameter.name, at: [parameter.name] }
    const isWanted = wanted?.in === parameter.in && wanted.name === parameter.name
    if (parameter.in === 'path')
      address = address.replace(
        `{${parameter.name}}`,
        encodeURIComponent(String(value(field, parameter.schema ?? {}))),
      )
    else if (
      parameter.in === 'query' &&
      (isWanted || (parameter.required && !query.has(parameter.name)))
    )
      query.set(parameter.name, String(value(field, parameter.schema ?? {})))
  }
  const way = wanted?.in === 'body' ? wanted.at : null
  const body =
    sample?.body === undefined
      ? operation.body && write(operation.body, way, [], value)
      : structuredClone(sample.body)
  if (way && sample?.body !== undefined)
    put(
      body,
      way,
      value({ in: 'body', name: wanted!.name, at: way }, schemaAt(operation.body!, way)),
    )
  return {
    method: operation.method,
    address: query.size > 0 ? `${address}?${query.toString()}` : address,
    body: body ?? undefined,
  }
}

/** Ids are text here; a body has some of them as numbers. */
const typed = (field: Field, value: unknown, schema: Schema): unknown =>
  field.in === 'body' && typeof value === 'string' && wantsNumber(schema) ? Number(value) : value

const wantsNumber = (schema: Schema): boolean =>
  [schema.type].flat().includes('integer') || variants(schema).some(wantsNumber)

/** What a body has at a way; an empty schema where nothing is said of it. */
function schemaAt(schema: Schema, way: readonly string[]): Schema {
  const [first, ...rest] = way
  if (first === undefined) return schema
  const choice = variants(schema).find((one) => leads(one, way))
  if (choice) return schemaAt(choice, way)
  return schemaAt((first === '[]' ? schema.items : schema.properties?.[first]) ?? {}, rest)
}

type Value = (field: Field, schema: Schema) => unknown

/** @param way what is left of the way to the wanted field; null when it does not lead through here */
function write(
  schema: Schema,
  way: readonly string[] | null,
  at: readonly string[],
  value: Value,
): unknown {
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((one) => write(one, way, at, value)))
  const choices = variants(schema)
  if (choices.length > 0) {
    const leading = way && choices.find((one) => leads(one, way))
    return write(leading ?? choices[0]!, leading ? way : null, at, value)
  }
  if (schema.properties) {
    const required = new Set(schema.required)
    return Object.fromEntries(
      Object.entries(schema.properties)
        .filter(([name]) => required.has(name) || way?.[0] === name)
        .map(([name, inner]) => [
          name,
          write(inner, way?.[0] === name ? way.slice(1) : null, [...at, name], value),
        ]),
    )
  }
  if (schema.items) {
    const inner = way?.[0] === '[]' ? way.slice(1) : null
    const count = Math.max(schema.minItems ?? 0, 1)
    return Array.from({ length: count }, () => write(schema.items!, inner, [...at, '[]'], value))
  }
  const name = at.findLast((step) => step !== '[]') ?? ''
  return value({ in: 'body', name, at }, schema)
}

/** Whether the way goes on in a schema. */
function leads(schema: Schema, way: readonly string[]): boolean {
  const [first, ...rest] = way
  if (first === undefined) return true
  if (variants(schema).some((one) => leads(one, way))) return true
  if (first === '[]') return schema.items !== undefined && leads(schema.items, rest)
  const inner = schema.properties?.[first]
  return inner !== undefined && leads(inner, rest)
}

/** Puts a value at a way into a body, making what is not there yet. */
function put(body: unknown, way: readonly string[], value: unknown): void {
  let place = body as Record<string, unknown>
  way.slice(0, -1).forEach((step, index) => {
    const name = step === '[]' ? '0' : step
    place[name] ??= way[index + 1] === '[]' ? [] : {}
    place = place[name] as Record<string, unknown>
  })
  const last = way.at(-1)!
  place[last === '[]' ? '0' : last] = value
}

const TOMORROW_MS = 86_400_000

/** A value that a schema takes; by the field's name where the schema says no more than that it is text. */
function sampleOf(schema: Schema, name: string): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  const [inner] = variants(schema)
  if (inner) return sampleOf(inner, name)
  const types = [schema.type].flat()
  if (types.includes('boolean')) return true
  if (types.includes('integer') || types.includes('number')) return schema.minimum ?? 1
  if (types.includes('array')) return []
  return sampleText(schema, name)
}

function sampleText(schema: Schema, name: string): string {
  if (
    schema.format === 'date-time' ||
    (/(At|Time|^from|^to|Date)$/.test(name) && !/^to$/.test(name))
  )
    return new Date(Date.now() + TOMORROW_MS).toISOString()
  if (/e-?mail/i.test(name)) return 'somebody@example.org'
  if (/url$/i.test(name)) return 'https://example.org/there'
  if (/^(to|destination|phoneNumber|msisdn)$/.test(name)) return '999000600009'
  if (name.startsWith('currency')) return 'EUR'
  if (/^(sender|from)$/.test(name)) return 'Sample'
  return 'sample'.padEnd(schema.minLength ?? 0, 'x')
}
