import { badField, Rejection, type Credential } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import { isBuiltIn, scopesOf, type MemberRole, type Scopes } from '../scopes.ts'
import { countOwners, findTeamMember } from './store/members.ts'
import { findRole } from './store/roles.ts'

/** A role of one account, built in or made there. */
export interface GrantedRole {
  role: MemberRole
  roleId: number | null
  scopes: Scopes
}

/** @throws BAD_REQUEST when the account has no such role */
export async function readRole(
  db: Db,
  accountId: number,
  id: string,
  field: string,
): Promise<GrantedRole> {
  if (isBuiltIn(id)) return { role: id, roleId: null, scopes: scopesOf(id, null) }
  const own = /^[0-9]{1,9}$/.test(id) ? await findRole(db, accountId, Number(id)) : undefined
  if (!own) throw badField(field, 'is no role of this account; GET /accounts/1/roles lists them')
  return { role: 'custom', roleId: own.id, scopes: scopesOf('custom', own.scopes) }
}

/**
 * Nobody gives, or takes from somebody, what they do not have themselves. Owners are made and changed by owners, by
 * whoever acts from an account above, and in an account that has none (left).
 * @throws FORBIDDEN
 */
export async function refuseAbove(
  db: Db,
  credential: Credential,
  { role, scopes }: { role: MemberRole; scopes: Scopes },
): Promise<void> {
  const covered =
    credential.scopes === 'all' ||
    (scopes !== 'all' && [...scopes].every((one) => (credential.scopes as Set<string>).has(one)))
  if (!covered)
    throw new Rejection('FORBIDDEN', {
      text: 'This role may do things that you may not.',
      action: 'Choose a role within your own, or ask somebody who has it.',
    })
  if (role === 'owner' && !(await mayMakeOwners(db, credential)))
    throw new Rejection('FORBIDDEN', {
      text: 'Only an owner makes, changes or removes an owner.',
      action: 'Ask an owner of this account.',
    })
}

async function mayMakeOwners(
  db: Db,
  { accountId, userId, actingFrom }: Credential,
): Promise<boolean> {
  if (actingFrom !== null) return true
  if (userId !== null && (await findTeamMember(db, accountId, userId))?.role === 'owner')
    return true
  return (await countOwners(db, accountId)) === 0
}
