/** Reads from our own OpenAPI document where in a request something can be named. */

export interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  minimum?: number
  minLength?: number
  pattern?: string
  format?: string
  default?: unknown
  $ref?: string
}
interface Parameter {
  in: 'path' | 'query' | 'header'
  name: string
  required?: boolean
  schema?: Schema
}
export interface Described {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
  security?: unknown[]
  'x-root-account-only'?: boolean
}
export interface Document {
  paths: Record<string, Record<string, Described>>
  components?: { schemas?: Record<string, Schema> }
}

export interface Operation {
  id: string
  method: string
  path: string
  rootOnly: boolean
  /** No credential is looked at, so there is no account to be of another one. */
  open: boolean
  parameters: readonly Parameter[]
  body: Schema | null
}

/** A place in a request. `at` of a body is the way to it: `['messages', '[]', 'bulkId']`. */
export interface Field {
  in: 'path' | 'query' | 'body'
  name: string
  at: readonly string[]
}

/** Names that say that the field holds what names a thing: an id, a key, or a place in a list. */
const NAMES_A_THING =
  /(?:^|[a-z0-9_])(?:Id|Ids|Key|Keys|Guid|Guids|Role)$|^(?:id|ids|key|keys|guid|seq|account|role)$/
const DEPTH_MAX = 8

export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, described]) => described.operationId !== undefined)
      .map(([method, described]) => ({
        id: described.operationId,
        method: method.toUpperCase(),
        path,
        rootOnly: described['x-root-account-only'] === true,
        open: described.security?.length === 0,
        parameters: described.parameters ?? [],
        body: bodyOf(described, document),
      })),
  )
}

const bodyOf = (described: Described, document: Document): Schema | null => {
  const schema = Object.values(described.requestBody?.content ?? {})[0]?.schema
  return schema ? resolved(schema, document, 0) : null
}

/** The schema with its references put in, down to a depth. */
function resolved(schema: Schema, document: Document, depth: number): Schema {
  if (depth > DEPTH_MAX * 2) return {}
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1)!
    return resolved(document.components?.schemas?.[name] ?? {}, document, depth + 1)
  }
  const inner = (one: Schema) => resolved(one, document, depth + 1)
  return {
    ...schema,
    ...(schema.items ? { items: inner(schema.items) } : {}),
    ...(schema.anyOf ? { anyOf: schema.anyOf.map(inner) } : {}),
    ...(schema.oneOf ? { oneOf: schema.oneOf.map(inner) } : {}),
    ...(schema.allOf ? { allOf: schema.allOf.map(inner) } : {}),
    ...(schema.properties
      ? {
          properties: Object.fromEntries(
            Object.entries(schema.properties).map(([name, one]) => [name, inner(one)]),
          ),
        }
      : {}),
  }
}

/** Every place of an operation that names a thing: all of the path but words to choose from, and by name elsewhere. */
export function idFields(operation: Operation): Field[] {
  const found: Field[] = operation.parameters
    .filter((one) =>
      one.in === 'path'
        ? !isChoice(one.schema)
        : one.in === 'query' && NAMES_A_THING.test(one.name),
    )
    .map((one) => ({ in: one.in as 'path' | 'query', name: one.name, at: [one.name] }))
  const seen = new Set<string>()
  for (const at of operation.body ? placesIn(operation.body, [], 0) : []) {
    const name = at.findLast((step) => step !== '[]')!
    if (!NAMES_A_THING.test(name) || seen.has(at.join('.'))) continue
    seen.add(at.join('.'))
    found.push({ in: 'body', name, at })
  }
  return found
}

const isChoice = (schema: Schema | undefined): boolean =>
  schema?.enum !== undefined || schema?.const !== undefined || schema?.type === 'boolean'

function* placesIn(schema: Schema, at: readonly string[], depth: number): Generator<string[]> {
  if (depth > DEPTH_MAX) return
  for (const one of variants(schema)) yield* placesIn(one, at, depth + 1)
  if (schema.items) {
    if (isPlain(schema.items)) yield [...at, '[]']
    yield* placesIn(schema.items, [...at, '[]'], depth + 1)
  }
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (isPlain(inner)) yield [...at, name]
    yield* placesIn(inner, [...at, name], depth + 1)
  }
}

export const variants = (schema: Schema): Schema[] => [
  ...(schema.anyOf ?? []),
  ...(schema.oneOf ?? []),
  ...(schema.allOf ?? []),
]

/** Holds text or a number, in one of its variants at least. */
function isPlain(schema: Schema): boolean {
  const types = [schema.type].flat()
  if (types.includes('string') || types.includes('integer') || types.includes('number'))
    return !isChoice(schema)
  return variants(schema).some(isPlain)
}
