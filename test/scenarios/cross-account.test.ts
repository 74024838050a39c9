import { afterAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/running.ts'
import {
  idFields,
  operationsOf,
  type Document,
  type Field,
  type Operation,
} from './cross-account/fields.ts'
import { kinds, type KindName } from './cross-account/kinds.ts'
import { fieldName, placeOf, type Place } from './cross-account/places.ts'
import { requestFor, type Request } from './cross-account/requests.ts'
import { samples } from './cross-account/samples.ts'
import { MARK } from './cross-account/mark.ts'
import { quiet, rowsOf, startCrossWorld, type Party } from './cross-account/world.ts'

/**
 * Every operation of our own OpenAPI document, at every place where something can be named: what one account names of
 * another's is as if it were not there. In the own account the same request finds it, so a refusal is for that reason.
 */

const world = await startCrossWorld()
const { running, alpha, beta, root } = world
afterAll(() => running.stop())

const { body: document } = await root.call<Document>('GET', '/platform/1/openapi')
const operations = operationsOf(document)
const cases = operations
  // Without a credential there is no account that could be the wrong one.
  .filter((one) => !one.open)
  .flatMap((operation) => idFields(operation).map((field) => ({ operation, field })))
  .map((one) => ({ ...one, place: placeOf(one.operation, one.field) }))

const title = ({ operation, field }: { operation: Operation; field: Field }) =>
  `${operation.method} ${operation.path} · ${fieldName(field)}`

test('every place that names something is known, and so is who has it', () => {
  expect(cases.filter((one) => one.place === undefined).map(title), 'tell test/scenarios/cross-account/places.ts what these name').toEqual([]) // prettier-ignore
  expect(cases.length).toBeGreaterThan(100)
})

/** A request in which the tested place names `id`, and all other places what the party has itself. */
async function build(
  { operation, field }: { operation: Operation; field: Field },
  party: Party,
  id: string,
): Promise<Request> {
  const own = new Map<string, string>()
  for (const other of idFields(operation)) {
    const place = placeOf(operation, other)
    if (place && 'kind' in place && needed(operation, other))
      own.set(fieldName(other), place.chosen ? kinds[place.kind].unknown() : await world.idOf(party, place.kind)) // prettier-ignore
  }
  const sample = await samples[operation.id]?.(party, world)
  return requestFor(
    operation,
    field,
    (at) => (fieldName(at) === fieldName(field) ? id : own.get(fieldName(at))),
    sample,
  )
}

const needed = (operation: Operation, field: Field): boolean =>
  field.in === 'path' ||
  field.in === 'body' ||
  operation.parameters.some((one) => one.in === field.in && one.name === field.name && one.required)

const send = (party: Party, { method, address, body }: Request) =>
  (/^\/sms\/./.test(address) ? party.callByKey : party.call)(method, address, body)

/** Whatever two answers may differ in although they say the same: what was named, ids that were made, times. */
const comparable = (answer: Answer<unknown>, id: string) => ({
  status: answer.status,
  body: JSON.stringify(answer.body ?? null)
    .replace(
      new RegExp(`(?<![\\w-])${id.replaceAll(/\W/g, String.raw`\$&`)}(?![\\w-])`, 'g'),
      '<named>',
    )
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}/g, '<uuid>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d{4})/g, '<time>'),
})

/** Things that a changing request may have used up are made anew for the next one. */
function forget(operation: Operation, party: Party): void {
  if (operation.method === 'GET' && !/\/(reports|text\/query)$/.test(operation.path)) return
  party.has.clear()
  party.isBusy = true
}

describe.each(
  cases
    .filter(
      (one): one is typeof one & { place: Extract<Place, { kind: KindName }> } =>
        one.place !== undefined && 'kind' in one.place && !one.operation.rootOnly,
    )
    .map((one) => ({ ...one, title: title(one) })),
)('$title', (one) => {
  const { operation, place } = one
  const kind = kinds[place.kind]

  test('another account’s is as if it were not there', async () => {
    const theirs = await world.idOf(alpha, place.kind)
    const unknown = kind.unknown()
    // Both before the rows are looked at: making things for the request changes rows as well.
    const [foreignRequest, unknownRequest] = [await build(one, beta, theirs), await build(one, beta, unknown)] // prettier-ignore
    await quiet(alpha, world)
    const before = await rowsOf(running, alpha.accountId)
    const foreign = await send(beta, foreignRequest)
    const after = await rowsOf(running, alpha.accountId)
    const none = await send(beta, unknownRequest)
    forget(operation, beta)
    const said = `${JSON.stringify(foreignRequest)} → ${JSON.stringify(foreign.body)}`
    expect(foreign.status, said).toBeLessThan(500)
    expect(foreign.status, said).not.toBe(429)
    const changed = [...after].filter(([table, rows]) => before.get(table) !== rows)
    expect(
      changed.map(([table]) => table),
      said,
    ).toEqual([])
    expect(comparable(foreign, theirs).status, said).toBe(none.status)
    if ((operation.method === 'GET' && !place.chosen) || foreign.status >= 400)
      expect(comparable(foreign, theirs), said).toEqual(comparable(none, unknown))
    expect(JSON.stringify(foreign.body ?? null).replaceAll(theirs, ''), said).not.toContain(MARK)
  })

  test('the own is there', async () => {
    const id = place.chosen ? kind.unknown() : await world.idOf(alpha, place.kind)
    const request = await build(one, alpha, id)
    const answer = await send(alpha, request)
    const said = `${JSON.stringify(request)} → ${answer.status} ${JSON.stringify(answer.body)}`
    if (place.cannot === undefined) expect(answer.status, said).toBeLessThan(300)
    if (place.cannot !== undefined || (operation.method === 'GET' && one.field.in === 'query')) {
      const unknown = kind.unknown()
      const none = await send(alpha, await build(one, alpha, unknown))
      expect(comparable(answer, id), `finds nothing: ${said}`).not.toEqual(
        comparable(none, unknown),
      )
    }
    forget(operation, alpha)
  })
})

describe('the header that names an account to act in', () => {
  const reads = operations.filter((one) => one.method === 'GET' && !one.open && !one.rootOnly)

  test('finds no account but those below one’s own, whatever is asked', async () => {
    const below = await world.idOf(alpha, 'account below')
    for (const operation of reads) {
      const { address } = requestFor(operation, null, () => undefined)
      for (const name of [alpha.accountKey, below, '']) {
        const named = name === '' ? kinds.account.unknown() : name
        const answer = await beta.callByKey('GET', address, undefined, {
          'trunkline-account': named,
        })
        expect([answer.status, address]).toEqual([404, address])
        expect(JSON.stringify(answer.body)).not.toContain(MARK)
      }
    }
    const own = await alpha.callByKey('GET', '/audit/1/entries', undefined, {
      'trunkline-account': below,
    })
    expect(own.status).toBe(200)
  })
})

describe.each(
  operations
    .filter((one) => one.rootOnly)
    .map((operation) => ({ operation, title: `${operation.method} ${operation.path}` })),
)('$title', ({ operation }) => {
  test('is the root account’s alone, whatever is named', async () => {
    const [field] = idFields(operation)
    const place = field && placeOf(operation, field)
    const id = place && 'kind' in place ? await world.idOf(root, place.kind) : 'sample'
    const fill = (at: Field) => (field && fieldName(at) === fieldName(field) ? id : undefined)
    const answer = await send(beta, requestFor(operation, field ?? null, fill))
    expect(answer.status).toBe(403)
    if (operation.method === 'GET' && place && 'kind' in place && place.kind !== 'mail')
      expect((await send(root, requestFor(operation, field, fill))).status).not.toBe(403)
  })
})
