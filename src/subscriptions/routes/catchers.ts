import { Rejection, type App } from '../../core/http/index.ts'
import { CAUGHT_PATH, type Catchers } from '../catchers.ts'
import { presentCatcher, presentCaught } from '../present.ts'
import * as wire from '../wire.ts'

const shared = { product: 'subscriptions', envelope: 2, access: ['subscriptions:manage'] } as const
const path = '/subscriptions/1/catchers'

/** `/subscriptions/1/catchers`: addresses to try webhooks with, for whoever has no server yet. */
export function addCatchers(app: App, catchers: Catchers): void {
  app.operation(
    {
      ...shared,
      id: 'list-catchers',
      method: 'GET',
      path,
      summary: 'List catchers, newest first',
      answers: { 200: wire.CatcherList },
    },
    async ({ credential }) => ({
      results: (await catchers.list(credential.accountId)).map((row) =>
        presentCatcher(row, catchers.urlOf(row.catcher_id)),
      ),
    }),
  )
  app.operation(
    {
      ...shared,
      id: 'create-catcher',
      method: 'POST',
      path,
      summary: 'Make an address that keeps what is posted to it for a day',
      description: 'The newest 100 requests are kept, 16,384 characters of each.',
      answers: { 201: wire.Catcher },
    },
    async ({ credential }) => {
      const made = await catchers.make(credential.accountId)
      return presentCatcher(made, catchers.urlOf(made.catcher_id))
    },
  )
  app.operation(
    {
      ...shared,
      id: 'list-caught',
      method: 'GET',
      path: `${path}/:id/requests`,
      summary: 'List what a catcher caught, newest first',
      params: wire.CatcherPath,
      answers: { 200: wire.CaughtList },
    },
    async ({ params, credential }) => ({
      results: (await catchers.caught(credential.accountId, params.id)).map(presentCaught),
    }),
  )
  app.operation(
    {
      ...shared,
      id: 'delete-catcher',
      method: 'DELETE',
      path: `${path}/:id`,
      summary: 'Delete a catcher with what it caught',
      params: wire.CatcherPath,
      answers: { 204: null },
    },
    async ({ params, credential }) => catchers.remove(credential.accountId, params.id),
  )
  app.operation(
    {
      product: 'subscriptions',
      envelope: 2,
      access: 'none',
      audit: 'none',
      id: 'catch-request',
      method: 'POST',
      path: `${CAUGHT_PATH}:id`,
      summary: 'Post something to a catcher',
      description: 'For anybody who knows its address; JSON or a form.',
      params: wire.CatcherPath,
      body: wire.AnyBody,
      bodyOptional: true,
      answers: { 200: wire.CaughtAnswer },
    },
    async ({ params, body, request }) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      if (!(await catchers.take(params.id, request.headers, text)))
        throw new Rejection('NOT_FOUND', { text: 'There is no such catcher.' })
      return { caught: true }
    },
  )
}
