import { badField, Rejection, type App } from '../../core/http/index.ts'
import { parseMsisdn } from '../../protocols/e164/index.ts'
import type { ConnectionOf } from './choose.ts'
import { explain } from './explain.ts'
import type { Plan } from './plan.ts'
import { presentRoute } from './present.ts'
import {
  ExplainQuery,
  Explanation,
  Route,
  RouteList,
  RouteListQuery,
  RoutePath,
  RouteSettings,
} from './wire.ts'

const shared = { product: 'operators', envelope: 2, rootAccountOnly: true } as const
const reading = { ...shared, access: ['routes:manage', 'routes:read'] } as const
const managing = { ...shared, access: ['routes:manage'] } as const

const path = '/operators/1/routes'
const one = `${path}/:routeId`

const found = <Value>(value: Value | null | undefined): Value => {
  if (value === null || value === undefined)
    throw new Rejection('NOT_FOUND', { text: 'There is no route with this id.' })
  return value
}

/** `/operators/1/routes`: which connection carries which numbers, for the installation's own account only. */
export function addRoutes(app: App, plan: Plan, connectionOf: ConnectionOf): void {
  app.operation(
    {
      ...reading,
      id: 'get-routes',
      method: 'GET',
      path,
      summary: 'List routes',
      query: RouteListQuery,
      answers: { 200: RouteList },
    },
    async ({ query }) => {
      const page = plan.page(Number(query.cursor ?? 0), query.limit ?? 100)
      return {
        results: page.routes.map((route) => presentRoute(route, connectionOf)),
        nextCursor: page.next === null ? null : String(page.next),
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-route',
      method: 'POST',
      path,
      summary: 'Create a route',
      description:
        'The longest prefix that fits a number wins, then the smallest priority. In force at once; on other nodes within 5 seconds.',
      body: RouteSettings,
      answers: { 201: Route },
    },
    async ({ body }) => presentRoute(await plan.create(body), connectionOf),
  )
  app.operation(
    {
      ...reading,
      id: 'explain-route',
      method: 'GET',
      path: `${path}/explain`,
      summary: 'Explain the route of a number',
      description:
        'Which route a message to this number would take now, why, and what became of the others.',
      query: ExplainQuery,
      answers: { 200: Explanation },
    },
    async ({ query }) => {
      // A `+` in an address becomes a blank.
      const parsed = parseMsisdn(query.to.trim())
      if (!parsed.ok) throw badField('to', 'must be a number with its calling code')
      return explain(plan.table, connectionOf, query.channel ?? 'SMS', parsed.msisdn)
    },
  )
  app.operation(
    {
      ...reading,
      id: 'get-route',
      method: 'GET',
      path: one,
      summary: 'Read a route',
      params: RoutePath,
      answers: { 200: Route },
    },
    async ({ params }) => presentRoute(found(plan.find(params.routeId)), connectionOf),
  )
  app.operation(
    {
      ...managing,
      id: 'update-route',
      method: 'PUT',
      path: one,
      summary: 'Change a route',
      params: RoutePath,
      body: RouteSettings,
      answers: { 200: Route },
    },
    async ({ params, body }) =>
      presentRoute(found(await plan.change(params.routeId, body)), connectionOf),
  )
  app.operation(
    {
      ...managing,
      id: 'delete-route',
      method: 'DELETE',
      path: one,
      summary: 'Delete a route',
      params: RoutePath,
      answers: { 204: null },
    },
    async ({ params, reply }) => {
      if (!(await plan.remove(params.routeId))) found(null)
      void reply.code(204)
    },
  )
}
