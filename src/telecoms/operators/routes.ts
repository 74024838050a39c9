import { Rejection, type App, type Operation } from '../../core/http/index.ts'
import { presentConnection, presentLive } from './live.ts'
import type { Desk } from './desk.ts'
import {
  ChangedConnection,
  Connection,
  ConnectionList,
  ConnectionListQuery,
  ConnectionLive,
  ConnectionPath,
  NewConnection,
  Trial,
  TrialResult,
} from './wire.ts'

const shared = { product: 'operators', envelope: 2, rootAccountOnly: true } as const
const reading = { ...shared, access: ['operators:manage', 'operators:read'] } as const
const managing = { ...shared, access: ['operators:manage'] } as const satisfies Partial<Operation>

const path = '/operators/1/connections'
const one = `${path}/:connectionId`

const found = <Value>(value: Value | null | undefined): Value => {
  if (value === null || value === undefined)
    throw new Rejection('NOT_FOUND', { text: 'There is no connection with this id.' })
  return value
}

/** `/operators/1/connections`: links to operators, for the installation's own account only. */
export function addRoutes(app: App, desk: Desk): void {
  app.operation(
    {
      ...reading,
      id: 'get-operator-connections',
      method: 'GET',
      path,
      summary: 'List operator connections',
      description: 'Settings, live state and counters of every connection, oldest first.',
      query: ConnectionListQuery,
      answers: { 200: ConnectionList },
    },
    async ({ query }) => {
      const page = desk.page(Number(query.cursor ?? 0), query.limit ?? 100)
      return {
        results: page.links.map((link) => presentConnection(link.connection, link.live())),
        nextCursor: page.next === null ? null : String(page.next),
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-operator-connection',
      method: 'POST',
      path,
      summary: 'Create an operator connection',
      description:
        'Links are made at once when it is enabled. Messages go over it as soon as a route leads to it.',
      body: NewConnection,
      answers: { 201: Connection },
    },
    async ({ body }) => {
      const link = await desk.create(body)
      return presentConnection(link.connection, link.live())
    },
  )
  app.operation(
    {
      ...managing,
      id: 'test-operator-connection',
      method: 'POST',
      path: `${path}/test`,
      summary: 'Try settings before saving them',
      description:
        'Binds once, unbinds, and tells in words what happened. Nothing is stored. An operator that does not answer takes 10 seconds.',
      body: Trial,
      answers: { 200: TrialResult },
    },
    ({ body }) => desk.tryOut(body),
  )
  app.operation(
    {
      ...reading,
      id: 'get-operator-connection',
      method: 'GET',
      path: one,
      summary: 'Read an operator connection',
      params: ConnectionPath,
      answers: { 200: Connection },
    },
    async ({ params }) => {
      const link = found(desk.find(params.connectionId))
      return presentConnection(link.connection, link.live())
    },
  )
  app.operation(
    {
      ...managing,
      id: 'update-operator-connection',
      method: 'PUT',
      path: one,
      summary: 'Change an operator connection',
      description:
        'Replaces all settings; a password that is left out stays, unless host, port or weaker TLS would send it elsewhere. Links are made anew only when the change needs it.',
      params: ConnectionPath,
      body: ChangedConnection,
      answers: { 200: Connection },
    },
    async ({ params, body }) => {
      const link = found(await desk.change(params.connectionId, body))
      return presentConnection(link.connection, link.live())
    },
  )
  app.operation(
    {
      ...managing,
      id: 'delete-operator-connection',
      method: 'DELETE',
      path: one,
      summary: 'Delete an operator connection',
      description: 'Refused while a route uses it.',
      params: ConnectionPath,
      answers: { 204: null },
    },
    async ({ params, reply }) => {
      if (!(await desk.remove(params.connectionId))) found(null)
      void reply.code(204)
    },
  )
  app.operation(
    {
      ...managing,
      id: 'restart-operator-connection',
      method: 'POST',
      path: `${one}/restart`,
      summary: 'Make the links of a connection anew',
      description:
        'Takes nothing more, waits for answers under way (at most 10 seconds), unbinds and binds again.',
      params: ConnectionPath,
      answers: { 200: ConnectionLive },
    },
    async ({ params }) => {
      const link = found(desk.find(params.connectionId))
      link.restart()
      return presentLive(link.live())
    },
  )
  app.operation(
    {
      ...reading,
      id: 'get-operator-connection-state',
      method: 'GET',
      path: `${one}/state`,
      summary: 'Read the live state of a connection',
      params: ConnectionPath,
      answers: { 200: ConnectionLive },
    },
    async ({ params }) => presentLive(found(desk.find(params.connectionId)).live()),
  )
}
