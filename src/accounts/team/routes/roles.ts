import type { App } from '../../../core/http/index.ts'
import type { Roles } from '../roles.ts'
import * as wire from '../wire.ts'

const shared = { product: 'accounts', envelope: 2 } as const
const path = '/accounts/1/roles'

/** `/accounts/1/roles`: named sets of scopes. */
export function addRoles(app: App, roles: Roles): void {
  app.operation(
    {
      ...shared,
      id: 'list-roles',
      method: 'GET',
      path,
      summary: 'List roles',
      description: 'Built-in ones first, then those of the account by name; 100 at most.',
      access: ['users:read', 'users:manage'],
      answers: { 200: wire.RoleList },
    },
    async ({ credential }) => ({ results: await roles.list(credential.accountId) }),
  )
  const managing = { ...shared, access: ['users:manage'] } as const
  app.operation(
    {
      ...managing,
      id: 'create-role',
      method: 'POST',
      path,
      summary: 'Make a role',
      body: wire.RoleWishes,
      answers: { 201: wire.Role },
    },
    ({ credential, body }) => roles.create(credential, { description: '', ...body }),
  )
  app.operation(
    {
      ...managing,
      id: 'update-role',
      method: 'PUT',
      path: `${path}/:roleId`,
      summary: 'Change a role',
      description: 'Counts for everybody who has it, within 5 s at the latest.',
      params: wire.RolePath,
      body: wire.RoleWishes,
      answers: { 200: wire.Role },
    },
    ({ credential, params, body }) =>
      roles.change(credential, params.roleId, { description: '', ...body }),
  )
  app.operation(
    {
      ...managing,
      id: 'delete-role',
      method: 'DELETE',
      path: `${path}/:roleId`,
      summary: 'Delete a role that nobody has',
      params: wire.RolePath,
      answers: { 204: null },
    },
    ({ credential, params }) => roles.delete(credential, params.roleId),
  )
}
