import { Rejection, type App, type Operation } from '../../../core/http/index.ts'
import { presentConnection, presentLive } from '../live.ts'
import type { Desk } from '../desk.ts'
import { usualDialect } from '../dialects.ts'
import { vendors } from '../vendors.ts'
import {
  ChangedConnection,
  Connection,
  ConnectionList,
  NewConnection,
  Trial,
} from '../connection-wire.ts'
import {
  BindPath,
  CallbackAddress,
  ConnectionListQuery,
  ConnectionLive,
  ConnectionPath,
  NewCallback,
  TrialResult,
  VendorList,
} from '../wire.ts'

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
export function addConnectionRoutes(app: App, desk: Desk): void {
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
  app.operation(
    {
      ...reading,
      id: 'get-operator-vendors',
      method: 'GET',
      path: '/operators/1/vendors',
      summary: "List vendors' habits",
      description:
        'Sets of settings that the documents of SMPP vendors ask for. A connection names one; what it says itself comes first.',
      answers: { 200: VendorList },
    },
    async () => ({
      results: vendors.map((one) => ({
        id: one.id,
        name: one.name,
        source: one.source,
        idForm: one.idForm ?? 'AUTO',
        defaultAlphabet: one.defaultAlphabet ?? 'GSM_UNPACKED',
        concatenation: one.concatenation ?? 'UDH',
        dialect: { ...usualDialect, ...one.dialect },
      })),
    }),
  )
  addUseRoutes(app, desk)
  addCallbackAddressRoutes(app, desk)
}

/** Taking binds out of use, and back into it. */
function addUseRoutes(app: App, desk: Desk): void {
  const operations = [
    ['drain', 'Take %s out of use', 'Nothing new goes over it; what was begun goes out and is answered (at most 10 seconds), then it unbinds and stays so. Messages go over the other binds, or wait. Of this process, until it is resumed or the process ends.'], // prettier-ignore
    ['resume', 'Take %s back into use', 'It is bound again at once.'],
  ] as const
  for (const [verb, summary, description] of operations) {
    app.operation(
      {
        ...managing,
        id: `${verb}-operator-connection`,
        method: 'POST',
        path: `${one}/${verb}`,
        summary: summary.replace('%s', 'a connection'),
        description,
        params: ConnectionPath,
        answers: { 200: ConnectionLive },
      },
      async ({ params }) => {
        const link = found(desk.find(params.connectionId))
        link[verb](null)
        return presentLive(link.live())
      },
    )
    app.operation(
      {
        ...managing,
        id: `${verb}-operator-bind`,
        method: 'POST',
        path: `${one}/binds/:number/${verb}`,
        summary: summary.replace('%s', 'one bind'),
        description,
        params: BindPath,
        answers: { 200: ConnectionLive },
      },
      async ({ params }) => {
        const link = found(desk.find(params.connectionId))
        if (!link[verb](params.number))
          throw new Rejection('NOT_FOUND', {
            text: `The connection has no bind with the number ${params.number}.`,
          })
        return presentLive(link.live())
      },
    )
  }
}

const noCallback = new Rejection('NOT_FOUND', {
  text: 'There is no connection with this id that is called back.',
})

function addCallbackAddressRoutes(app: App, desk: Desk): void {
  app.operation(
    {
      ...managing,
      id: 'get-operator-callback-address',
      method: 'GET',
      path: `${one}/callback`,
      summary: 'Read where an operator calls us',
      description:
        'To be entered at the provider for messages from handsets; receipts find it by themselves with most providers. Whoever knows it can tell us receipts, so treat it as a secret.',
      audit: 'read',
      params: ConnectionPath,
      answers: { 200: CallbackAddress },
    },
    async ({ params }) => {
      const url = desk.callbackOf(params.connectionId)
      if (url === null) throw noCallback
      return { url }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'renew-operator-callback-address',
      method: 'POST',
      path: `${one}/callback`,
      summary: 'Make a new callback address',
      description:
        'The one before is taken for 72 hours more, for receipts under way, unless `endNow` says otherwise.',
      params: ConnectionPath,
      body: NewCallback,
      bodyOptional: true,
      answers: { 200: CallbackAddress },
    },
    async ({ params, body }) => {
      const url = await desk.renewCallback(params.connectionId, body?.endNow ?? false)
      if (url === null) throw noCallback
      return { url }
    },
  )
}
