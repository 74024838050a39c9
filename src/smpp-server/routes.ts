import { Rejection, wireTime, type App } from '../core/http/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../core/storage/index.ts'
import type { Collect } from '../messaging/index.ts'
import { collectorOf, type User } from './settings.ts'
import { endBind, pageBinds, type BindRow } from './store/binds.ts'
import { alphabetName, freshSince, type Users } from './users.ts'
import * as wire from './wire.ts'

const shared = { product: 'smpp', envelope: 2 } as const
const reading = { ...shared, access: ['smpp:read', 'smpp:manage'] } as const
const managing = { ...shared, access: ['smpp:manage'] } as const
const users = '/smpp/1/users'
const binds = '/smpp/1/binds'
const PAGE = 50

export interface RouteNeeds {
  db: Db
  clock: Clock
  users: Users
  collect: Collect
  /** Where customers connect. */
  access: () => { host: string; port: number | null; tlsPort: number | null }
  /** Looks after binds at once: somebody asked for one to end. */
  onEnding: () => void
}

/** `/smpp/1`: who may bind to our SMPP server, and who is bound. */
export function addRoutes(app: App, needs: RouteNeeds): void {
  addUsers(app, needs)
  addBinds(app, needs)
  app.operation(
    {
      ...reading,
      id: 'get-smpp-access',
      method: 'GET',
      path: '/smpp/1/access',
      summary: 'Where to bind',
      answers: { 200: wire.Access },
    },
    async () => needs.access(),
  )
}

function addUsers(app: App, { users: door, collect }: RouteNeeds): void {
  app.operation(
    {
      ...reading,
      id: 'list-smpp-users',
      method: 'GET',
      path: users,
      summary: 'List SMPP users',
      description: 'Oldest first.',
      query: wire.UsersQuery,
      answers: { 200: wire.UserList },
    },
    async ({ query: { limit = PAGE, cursor = '0' }, credential }) => {
      const found = await door.page(credential.accountId, {
        after: Number(cursor),
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      return {
        results: page.map(present),
        nextCursor: found.length > limit ? String(page.at(-1)!.userId) : null,
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-smpp-user',
      method: 'POST',
      path: users,
      summary: 'Make an SMPP user',
      description: 'The password is in the answer and never again.',
      body: wire.NewUser,
      answers: { 201: wire.MadeUser },
    },
    async ({ body, credential }) => {
      const { user, password } = await door.create(credential.accountId, body)
      return { ...present(user), password }
    },
  )
  app.operation(
    {
      ...reading,
      id: 'get-smpp-user',
      method: 'GET',
      path: `${users}/:id`,
      summary: 'Read an SMPP user',
      params: wire.UserPath,
      answers: { 200: wire.User },
    },
    async ({ params, credential }) =>
      present(await door.find(credential.accountId, Number(params.id))),
  )
  app.operation(
    {
      ...managing,
      id: 'update-smpp-user',
      method: 'PATCH',
      path: `${users}/:id`,
      summary: 'Change an SMPP user',
      description:
        'What is left out stays. Rates and formats count at once; a request window counts for the next bind.',
      params: wire.UserPath,
      body: wire.ChangedUser,
      answers: { 200: wire.User },
    },
    async ({ params, body, credential }) =>
      present(await door.change(credential.accountId, Number(params.id), body)),
  )
  app.operation(
    {
      ...managing,
      id: 'rotate-smpp-password',
      method: 'POST',
      path: `${users}/:id/password`,
      summary: 'Give an SMPP user a new password',
      description: 'It counts for the next bind; binds of now stay. Shown once.',
      params: wire.UserPath,
      answers: { 200: wire.NewPassword },
    },
    async ({ params, credential }) => ({
      password: await door.changePassword(credential.accountId, Number(params.id)),
    }),
  )
  app.operation(
    {
      ...managing,
      id: 'delete-smpp-user',
      method: 'DELETE',
      path: `${users}/:id`,
      summary: 'Delete an SMPP user',
      description: 'Its binds end. Reports that wait for it can be pulled over HTTP.',
      params: wire.UserPath,
      answers: { 204: null },
    },
    async ({ params, credential }) => {
      const userId = Number(params.id)
      await door.remove(credential.accountId, userId)
      await collect.release(credential.accountId, collectorOf(userId))
    },
  )
  app.operation(
    {
      ...reading,
      id: 'get-smpp-waiting',
      method: 'GET',
      path: `${users}/:id/waiting`,
      summary: 'Count what waits for an SMPP user',
      description:
        'Receipts and messages that are to go over its binds. They are kept for 48 hours.',
      params: wire.UserPath,
      answers: { 200: wire.Waiting },
    },
    async ({ params, credential }) => {
      const { userId } = await door.find(credential.accountId, Number(params.id))
      return { waiting: await collect.waiting(credential.accountId, collectorOf(userId)) }
    },
  )
}

function addBinds(app: App, { db, clock, onEnding }: RouteNeeds): void {
  app.operation(
    {
      ...reading,
      id: 'list-smpp-binds',
      method: 'GET',
      path: binds,
      summary: 'List binds of now',
      description: 'Oldest first. Counts are a few seconds old.',
      query: wire.BindsQuery,
      answers: { 200: wire.BindList },
    },
    async ({ query: { limit = PAGE, cursor, userId }, credential }) => {
      const found = await pageBinds(
        db,
        credential.accountId,
        { userId: userId === undefined ? null : Number(userId), after: cursor ?? null },
        limit + 1,
        freshSince(clock),
      )
      const page = found.slice(0, limit)
      return {
        results: page.map(presentBind),
        nextCursor: found.length > limit ? page.at(-1)!.bind_id : null,
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'end-smpp-bind',
      method: 'DELETE',
      path: `${binds}/:id`,
      summary: 'End a bind',
      description: 'It is unbound within a few seconds. Disable the user to keep it out.',
      params: wire.BindPath,
      answers: { 204: null },
    },
    async ({ params, credential }) => {
      if ((await endBind(db, credential.accountId, params.id)) === 0)
        throw new Rejection('NOT_FOUND', { text: 'The account has no bind with this id.' })
      onEnding()
    },
  )
}

const upper = (kind: string) => kind.toUpperCase() as wire.Bind['kind']

function present(user: User): wire.User {
  const { settings } = user
  return {
    id: String(user.userId),
    systemId: user.systemId,
    name: user.name,
    enabled: user.enabled,
    allowedAddresses: [...user.allowedAddresses],
    tlsOnly: settings.tlsOnly,
    bindKinds: settings.bindKinds.map(upper),
    bindsMax: settings.bindsMax,
    window: settings.window,
    deliveryWindow: settings.deliveryWindow,
    partsPerSecond: settings.partsPerSecond,
    version: settings.version,
    alphabet: alphabetName(settings.alphabet),
    messageIds: settings.messageIds,
    receipts: { ...settings.receipts },
    senderPolicy: settings.senderPolicy,
    sender: user.sender,
    inboundNumbers: user.numbers.filter((number) => number !== ''),
    allInbound: user.numbers.includes(''),
    longInbound: settings.longInbound,
    binds: user.binds,
    boundAt: user.boundAt && wireTime(user.boundAt),
    createdAt: wireTime(user.madeAt),
    changedAt: wireTime(user.changedAt),
  }
}

const presentBind = (row: BindRow): wire.Bind => ({
  id: row.bind_id,
  userId: String(row.user_id),
  systemId: row.system_id,
  kind: upper(row.kind),
  version: `${row.version >> 4}.${row.version & 0x0f}`,
  address: row.address,
  tls: row.tls,
  boundAt: wireTime(row.bound_at),
  submitted: Number(row.submitted),
  delivered: Number(row.delivered),
})
