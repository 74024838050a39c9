import { badField, wireTime, type App } from '../../../core/http/index.ts'
import { parseMsisdn } from '../../../protocols/e164/index.ts'
import * as store from '../store/accounts.ts'
import * as wire from '../wire.ts'
import { deciders, deciding, pageOf, type Parts } from './shared.ts'

const path = '/rules/1/do-not-contact/:country'

/** `/rules/1/do-not-contact/{country}`: registers of objections, brought in by the installation; they bind marketing. */
export function addDoNotContact(app: App, { db, clock, book }: Parts): void {
  app.operation(
    {
      ...deciders,
      id: 'list-do-not-contact',
      method: 'GET',
      path,
      summary: 'List who must not get marketing in a country',
      params: wire.CountryPath,
      query: wire.DoNotContactQuery,
      answers: { 200: wire.DoNotContactList },
    },
    async ({ params, query }) => {
      const limit = query.limit ?? 100
      const found = await store.pageListed(
        db,
        book.rootAccountId,
        params.country,
        query.number === undefined ? null : listed(query.number.trim(), 'number'),
        query.cursor ?? '',
        limit + 1,
      )
      const { page, nextCursor } = pageOf(found, limit, (one) => one.number)
      return {
        results: page.map((one) => ({ number: one.number, since: wireTime(one.made_at) })),
        nextCursor,
      }
    },
  )
  app.operation(
    {
      ...deciding,
      id: 'add-do-not-contact',
      method: 'POST',
      path,
      summary: 'Put numbers on the list of a country',
      description:
        'Up to 50,000 in one request; marketing to them is refused from then on (status 10), on other nodes within 5 seconds.',
      params: wire.CountryPath,
      body: wire.DoNotContact,
      answers: { 200: wire.DoNotContactDone },
    },
    async ({ params, body }) => {
      const numbers = allListed(body.numbers)
      const changed = await store.addListed(
        db,
        book.rootAccountId,
        params.country,
        numbers,
        clock.now(),
      )
      book.forget()
      return { changed }
    },
  )
  app.operation(
    {
      ...deciding,
      id: 'remove-do-not-contact',
      method: 'DELETE',
      path,
      summary: 'Take numbers off the list of a country',
      params: wire.CountryPath,
      body: wire.DoNotContact,
      answers: { 200: wire.DoNotContactDone },
    },
    async ({ params, body }) => {
      const numbers = allListed(body.numbers)
      return {
        changed: await store.removeListed(db, book.rootAccountId, params.country, numbers),
      }
    },
  )
}

const allListed = (numbers: readonly string[]): string[] =>
  numbers.map((one, index) => listed(one, `numbers[${index}]`))

function listed(text: string, field: string): string {
  const read = parseMsisdn(text)
  if (!read.ok) throw badField(field, 'must be a number with its country code')
  return read.msisdn
}
