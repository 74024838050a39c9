import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes the portal's typed client from our OpenAPI document: one entry per operation with its address and its types.
 * `node scripts/generate-client.ts http://127.0.0.1:8080` reads a running server, a path reads a file.
 * The output is checked in; a test compares it with the server's document.
 */

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
interface Schema {
  type?: string | string[]
  enum?: Json[]
  const?: Json
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  $ref?: string
}
interface Content {
  content?: Record<string, { schema?: Schema }>
}
interface DescribedOperation {
  operationId?: string
  summary?: string
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[]
  requestBody?: Content & { required?: boolean }
  responses?: Record<string, Content>
}
export interface OpenApiDocument {
  paths?: Record<string, Record<string, DescribedOperation>>
  components?: { schemas?: Record<string, Schema> }
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']
/** Deeper schemas become `unknown`: a guard against documents that name themselves. */
const DEPTH_MAX = 24
const FILE = join(import.meta.dirname, '../portal/src/generated/operations.ts')

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))
const union = (types: readonly string[]): string => [...new Set(types)].join(' | ') || 'never'

/** @returns the whole source file; the same document always gives the same text */
export function generateClient(document: OpenApiDocument): string {
  const found: { id: string; method: string; path: string; operation: DescribedOperation }[] = []
  for (const [path, methods] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(methods))
      if (METHODS.includes(method) && operation.operationId !== undefined)
        found.push({ id: operation.operationId, method, path, operation })
  found.sort((a, b) => (a.id < b.id ? -1 : 1))
  const types = found.map(({ id, operation }) => entry(id, operation, document))
  const addresses = found.map(
    ({ id, method, path }) =>
      `  ${quoted(id)}: [${quoted(method.toUpperCase())}, ${quoted(path)}],`,
  )
  return [
    '// Made by scripts/generate-client.ts from the OpenAPI document of the server. Do not edit; run it again.',
    '',
    'export interface Operations {',
    ...types,
    '}',
    '',
    'export const addresses: { readonly [Id in keyof Operations]: readonly [method: string, path: string] } = {',
    ...addresses,
    '}',
    '',
  ].join('\n')
}

function entry(id: string, operation: DescribedOperation, document: OpenApiDocument): string {
  const write = (schema: Schema | undefined): string => typeOf(schema, document, 0)
  const named = (place: string): string => {
    const some = (operation.parameters ?? []).filter((one) => one.in === place)
    if (some.length === 0) return 'undefined'
    const fields = some.map(
      (one) => `${property(one.name)}${one.required ? '' : '?'}: ${write(one.schema)}`,
    )
    return `{ ${fields.join('; ')} }`
  }
  const success = Object.keys(operation.responses ?? {}).find((status) => status.startsWith('2'))
  const answer = success === undefined ? undefined : operation.responses?.[success]
  return [
    `  /** ${(operation.summary ?? id).replaceAll('*/', '* /')} */`,
    `  ${quoted(id)}: {`,
    `    params: ${named('path')}`,
    `    query: ${named('query')}`,
    `    body: ${write(jsonOf(operation.requestBody))}`,
    `    answer: ${write(jsonOf(answer))}`,
    '  }',
  ].join('\n')
}

const jsonOf = (content: Content | undefined): Schema | undefined => {
  const kinds = content?.content ?? {}
  return (kinds['application/json'] ?? Object.values(kinds)[0])?.schema
}

function typeOf(schema: Schema | undefined, document: OpenApiDocument, depth: number): string {
  if (schema === undefined) return 'undefined'
  if (depth > DEPTH_MAX) return 'unknown'
  const write = (inner: Schema | undefined): string => typeOf(inner ?? {}, document, depth + 1)
  if (schema.$ref !== undefined) return write(resolve(schema.$ref, document))
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum && schema.type !== 'array') return union(schema.enum.map(literal))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return `(${union(choices.map(write))})`
  if (schema.allOf) return `(${schema.allOf.map(write).join(' & ')})`
  if (Array.isArray(schema.type))
    return `(${union(schema.type.map((type) => write({ ...schema, type })))})`
  switch (schema.type) {
    case 'string':
      return 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return `${bracketed(write(schema.items))}[]`
    default:
      return schema.type === 'object' || schema.properties ? objectType(schema, write) : 'unknown'
  }
}

const literal = (value: Json): string =>
  typeof value === 'string' ? quoted(value) : JSON.stringify(value)
const bracketed = (type: string): string =>
  /[|&]/.test(type) && !/^[({]/.test(type) ? `(${type})` : type

function objectType(schema: Schema, write: (inner: Schema | undefined) => string): string {
  const required = new Set(schema.required)
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, inner]) => `${property(name)}${required.has(name) ? '' : '?'}: ${write(inner)}`,
  )
  if (fields.length > 0) return `{ ${fields.join('; ')} }`
  return typeof schema.additionalProperties === 'object'
    ? `Record<string, ${write(schema.additionalProperties)}>`
    : 'Record<string, unknown>'
}

function resolve(reference: string, document: OpenApiDocument): Schema | undefined {
  let place: unknown = document
  for (const step of reference.replace(/^#\//, '').split('/'))
    place = (place as Record<string, unknown> | undefined)?.[
      step.replaceAll('~1', '/').replaceAll('~0', '~')
    ]
  return place as Schema | undefined
}

async function readDocument(from: string): Promise<OpenApiDocument> {
  if (!/^https?:/.test(from)) return JSON.parse(readFileSync(from, 'utf8')) as OpenApiDocument
  const answer = await fetch(new URL('/platform/1/openapi', from))
  if (!answer.ok) throw new Error(`${from} answered ${answer.status} for its OpenAPI document`)
  return (await answer.json()) as OpenApiDocument
}

if (import.meta.main) {
  const document = await readDocument(process.argv[2] ?? 'http://127.0.0.1:8080')
  writeFileSync(FILE, generateClient(document))
}
