import { useAsk } from '../api/ask.ts'
import { useMe } from '../app/session.ts'
import { useRoleName } from '../roles/role-name.ts'

/** Roles to choose from; those beyond one's own are shown and cannot be chosen. */
export function useRoles(): { value: string; label: string; disabled: boolean }[] {
  const me = useMe()
  const roleName = useRoleName()
  const roles = useAsk('list-roles', {})
  const all = me.scopes.includes('all')
  const mayGive = (id: string, scopes: readonly string[]): boolean => {
    if (id === 'owner') return me.role.id === 'owner'
    return all || scopes.every((one) => me.scopes.includes(one))
  }
  return (roles.data?.results ?? []).map((role) => ({
    value: role.id,
    label: roleName(role),
    disabled: !mayGive(role.id, role.scopes),
  }))
}
