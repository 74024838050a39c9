import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caller, runPlatform, type Call, type Running } from './running.ts'
import { answerFaults, knownOperations } from './shapes.ts'

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
  enum?: unknown[]
  $ref?: string
}
interface Parameter {
  name: string
  in: string
  required?: boolean
  schema: Schema
}
interface Described {
  operationId: string
  tags: string[]
  summary?: string
  deprecated?: boolean
  security?: object[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
  'x-scopes'?: string[]
  'x-is-early-access'?: boolean
}
interface Document {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Described>>
  components?: { schemas?: Record<string, Schema>; securitySchemes?: Record<string, object> }
}

let running: Running
let call: Call
let document: Document
beforeAll(async () => {
  running = await runPlatform()
  call = caller(running.url)
  document = (
    await call<Document>('GET', '/platform/1/openapi', undefined, { authorization: null })
  ).body
})
afterAll(() => running?.stop())

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head', 'trace']
const all = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
const find = (id: string) => {
  const found = all().find(({ operation }) => operation.operationId === id)
  if (!found) throw new Error(`${id} is not described`)
  return found
}
const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined
    ? schema
    : document.components!.schemas![schema.$ref.split('/').at(-1)!]!

/** Required members by path, as in the fixture. */
function requiredOf(written: Schema, path = ''): [string, string[]][] {
  const schema = resolve(written)
  if (schema.items) return requiredOf(schema.items, `${path}[]`)
  return [
    ...(schema.required?.length ? [[path, [...schema.required].sort()] as [string, string[]]] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
      requiredOf(member, path === '' ? name : `${path}.${name}`),
    ),
  ]
}

describe('the document as such', () => {
  test('is OpenAPI 3.1 with every path, parameter, answer and reference in order', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
    const faults: string[] = []
    for (const { path, method, operation } of all()) {
      const where = `${method} ${path}`
      if (!path.startsWith('/')) faults.push(`${where}: a path begins with a slash`)
      if (!METHODS.includes(method)) faults.push(`${where}: no such method`)
      if (!operation.operationId || !operation.summary)
        faults.push(`${where}: has no id or no summary`)
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((one) => one[1]!)
      const described = (operation.parameters ?? []).filter((one) => one.in === 'path')
      if (JSON.stringify(inPath.sort()) !== JSON.stringify(described.map((one) => one.name).sort()))
        faults.push(`${where}: path parameters are not those of the path`)
      if (described.some((one) => one.required !== true))
        faults.push(`${where}: a path parameter is required`)
      if (Object.keys(operation.responses).length === 0) faults.push(`${where}: has no answer`)
      for (const [status, answer] of Object.entries(operation.responses)) {
        if (!/^([1-5]\d\d|[1-5]XX|default)$/.test(status))
          faults.push(`${where}: ${status} is no status`)
        if (typeof answer.description !== 'string')
          faults.push(`${where}: the answer ${status} has no description`)
      }
      for (const way of operation.security ?? [])
        for (const name of Object.keys(way))
          if (!document.components?.securitySchemes?.[name])
            faults.push(`${where}: ${name} is no security scheme`)
    }
    for (const [, name] of JSON.stringify(document).matchAll(
      /"\$ref":"#\/components\/schemas\/([^"]+)"/g,
    ))
      if (!document.components?.schemas?.[name!])
        faults.push(`${name} is referred to and not there`)
    expect(faults).toEqual([])
  })

  test('no operation id stands twice', () => {
    const ids = all().map(({ operation }) => operation.operationId)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  const get = <Body>(address: string, headers: Record<string, string | null> = {}) =>
    call<Body>('GET', address, undefined, { authorization: null, ...headers })

  test('is served for each product, complete and with nothing else in it', async () => {
    const { body } = await get<{ products: { id: string }[] }>(
      '/platform/1/openapi/available-products',
    )
    const ids = body.products.map((one) => one.id)
    expect(ids).toEqual([...new Set(all().flatMap(({ operation }) => operation.tags))].toSorted())
    let operations = 0
    for (const id of ids) {
      const answer = await get<Document>(`/platform/1/openapi/${id}`)
      expect([id, answer.status]).toEqual([id, 200])
      const text = JSON.stringify(answer.body)
      const described = Object.values(answer.body.paths).flatMap((methods) =>
        Object.values(methods),
      )
      expect(described.every((one) => one.tags.includes(id))).toBe(true)
      operations += described.length
      const named = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
      expect(Object.keys(answer.body.components!.schemas!).toSorted()).toEqual(
        [...new Set(named.map((one) => one[1]!))].toSorted(),
      )
      const ways = described.flatMap((one) => (one.security ?? []).flatMap(Object.keys))
      expect(Object.keys(answer.body.components!.securitySchemes!).toSorted()).toEqual(
        [...new Set(ways)].toSorted(),
      )
    }
    expect(operations).toBe(all().length)
    const sms = await get<Document>('/platform/1/openapi/sms')
    expect(Object.values(sms.body.paths).flatMap(Object.keys)).toHaveLength(16)
  })

  test('of no product is a 404 in its envelope', async () => {
    const answer = await get('/platform/1/openapi/nothing')
    expect(answer.status).toBe(404)
    expect(answerFaults('get-product-level-openapi', 404, answer.body)).toEqual([])
  })

  test('is not sent again to who has it', async () => {
    for (const address of ['/platform/1/openapi', '/platform/1/openapi/sms']) {
      const etag = (await get(address)).headers.get('etag')!
      expect(etag).toMatch(/^"[\w-]{27}"$/)
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
        const answer = await get(address, { 'if-none-match': known })
        expect([answer.status, answer.body]).toEqual([304, undefined])
      }
      const other = await get<Document>(address, { 'if-none-match': '"other"' })
      expect([other.status, other.body.openapi]).toEqual([200, document.openapi])
      expect(other.headers.get('cache-control')).toBe('no-cache')
    }
  })
})

describe.each(Object.keys(knownOperations))('%s', (id) => {
  const known = knownOperations[id]!

  test('stands at its address with its scopes', () => {
    const { path, method, operation } = find(id)
    expect([method.toUpperCase(), path]).toEqual([known.method, known.path])
    expect([...(operation['x-scopes'] ?? [])].sort()).toEqual(known.open ? [] : known.scopes)
    expect(operation.deprecated ?? false).toBe(known.deprecated ?? false)
    expect(operation['x-is-early-access'] ?? false).toBe(known.earlyAccess ?? false)
    if (known.open) expect(operation.security).toEqual([])
  })

  test('takes the same query', () => {
    const { operation } = find(id)
    const query = Object.fromEntries(
      (operation.parameters ?? [])
        .filter((one) => one.in === 'query')
        .map((one) => [one.name, one.required ?? false]),
    )
    // Who sends an Authorization header needs neither; the client that is documented to send them still may.
    const looser =
      id === 'send-sms-message-over-query-parameters' ? { username: false, password: false } : {}
    for (const [name, required] of Object.entries({ ...known.query, ...looser }))
      expect([name, query[name]]).toEqual([name, required])
  })

  test('requires the same members of its body', () => {
    const content = find(id).operation.requestBody?.content ?? {}
    const schema = content['application/json']?.schema ?? Object.values(content)[0]?.schema
    // Version 3 describes text and hex as one object of which one member is given; which one cannot be required.
    if (id !== 'create-oauth2-token')
      expect(Object.fromEntries(schema ? requiredOf(schema) : [])).toEqual(known.required)
  })

  test('answers with the same members', () => {
    const success = Object.entries(find(id).operation.responses).find(([status]) =>
      status.startsWith('2'),
    )
    expect(success?.[0]).toBe(Object.keys(known.answers).find((status) => status.startsWith('2')))
  })
})
