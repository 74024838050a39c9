import { wireTime, type App } from '../../../core/http/index.ts'
import type { Members } from '../members.ts'
import type { TeamRow } from '../store/members.ts'
import * as wire from '../wire.ts'

const shared = { product: 'accounts', envelope: 2 } as const
const path = '/accounts/1/users'

/** `/accounts/1/users`: the people of an account. */
export function addUsers(app: App, members: Members): void {
  app.operation(
    {
      ...shared,
      id: 'list-users',
      method: 'GET',
      path,
      summary: 'List people',
      description: 'In the order in which they came to this installation.',
      access: ['users:read', 'users:manage'],
      query: wire.PageQuery,
      answers: { 200: wire.UserList },
    },
    async ({ credential, query }) => {
      const { limit = 50, cursor = '0' } = query
      const found = await members.list(credential.accountId, Number(cursor), limit + 1)
      const results = found.slice(0, limit)
      return {
        results: results.map(presentUser),
        nextCursor: found.length > limit ? String(results.at(-1)!.user_id) : null,
      }
    },
  )
  const managing = { ...shared, access: ['users:manage'], params: wire.UserPath } as const
  app.operation(
    {
      ...managing,
      id: 'update-user',
      method: 'PUT',
      path: `${path}/:userId`,
      summary: 'Change a role, or whether somebody may come in',
      description:
        'What is left out stays as it is. Nobody gives or takes a role beyond their own, and an account keeps an owner.',
      body: wire.ChangedUser,
      answers: { 200: wire.User },
    },
    async ({ credential, params, body }) =>
      presentUser(await members.change(credential, params.userId, body)),
  )
  app.operation(
    {
      ...managing,
      id: 'remove-user',
      method: 'DELETE',
      path: `${path}/:userId`,
      summary: 'Remove somebody from the account',
      answers: { 204: null },
    },
    ({ credential, params }) => members.remove(credential, params.userId),
  )
}

/** A built-in role is called by its id; portals translate it. */
export const givenRole = (one: {
  role: string
  role_id: number | null
  role_name: string | null
}): { id: string; name: string } =>
  one.role_id === null
    ? { id: one.role, name: one.role }
    : { id: String(one.role_id), name: one.role_name ?? '' }

const presentUser = (one: TeamRow): wire.User => ({
  id: one.user_id,
  email: one.email,
  name: one.name,
  role: givenRole(one),
  state: one.state,
  joinedAt: wireTime(one.joined_at),
})
