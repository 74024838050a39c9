import { badField, Rejection, type Credential } from '../core/http/index.ts'
import { rootScopes, scopeCatalogue, type Scope } from './scope-catalogue.ts'

/** `all` is whatever the account has, also what is added to the catalogue later. */
export type Scopes = ReadonlySet<string> | 'all'

export const isScope = (name: string): name is Scope => Object.hasOwn(scopeCatalogue, name)

/** The scopes an account may have, with their descriptions. */
export const scopesFor = (isRootAccount: boolean): { name: Scope; description: string }[] =>
  Object.entries(scopeCatalogue)
    .filter(([name]) => isRootAccount || !rootScopes.has(name))
    .map(([name, description]) => ({ name: name as Scope, description }))

/** What a built-in role, a named set of scopes, allows. Accounts make further ones for themselves. */
const roles = {
  owner: 'all',
  admin: 'all',
  developer: [
    'message:send',
    'sms:manage',
    'inbound-message:read',
    'messaging:read',
    'sms:logs:read',
    'subscriptions:manage',
    'application-entity:manage',
    'sending-strategy:manage',
    'blocklist:manage',
    'metrics:manage',
    'accounts:read',
    'account-management:manage',
  ],
  analyst: [
    'messaging:read',
    'sms:logs:read',
    'metrics:manage',
    'billing:usage:view',
    'accounts:read',
  ],
  agent: ['conversations:manage', 'message:send', 'inbound-message:read', 'people:read'],
  supervisor: [
    'conversations:manage',
    'message:send',
    'inbound-message:read',
    'people:read',
    'messaging:read',
    'metrics:manage',
    'users:read',
  ],
  billing: [
    'billing:usage:view',
    'billing:read',
    'billing:manage',
    'metrics:manage',
    'accounts:read',
  ],
  'privacy-officer': ['audit-logs:read', 'blocklist:manage', 'accounts:read', 'users:read'],
} as const satisfies Record<string, 'all' | readonly Scope[]>

export type Role = keyof typeof roles
/** `custom`: a role that the account made for itself. */
export type MemberRole = Role | 'custom'

const roleScopes = Object.fromEntries(
  Object.entries(roles).map(([role, scopes]) => [
    role,
    scopes === 'all' ? 'all' : new Set<string>(scopes),
  ]),
) as Record<Role, Scopes>

/** @param own the scopes of a custom role; null for the others */
export const scopesOf = (role: MemberRole, own: readonly string[] | null): Scopes =>
  role === 'custom' ? new Set(own) : roleScopes[role]

export const builtInRoles = Object.keys(roles) as readonly Role[]
export const isBuiltIn = (name: string): name is Role => Object.hasOwn(roles, name)

/** The scopes of a key as its row has them: null stands for all. */
export const storedScopes = (scopes: readonly string[] | null): Scopes =>
  scopes === null ? 'all' : new Set(scopes)

/**
 * Nobody gives away more than they have: checks scopes that a key is to have against those of whoever sets them.
 * @param wanted null for all
 * @param ofRootAccount whether the key is one of the installation's own account
 * @throws BAD_REQUEST for a scope there is not, FORBIDDEN for one the credential lacks
 */
export function refuseGrant(
  credential: Credential,
  wanted: readonly string[] | null,
  field: string,
  ofRootAccount: boolean,
): void {
  for (const [index, name] of (wanted ?? []).entries()) {
    if (!isScope(name))
      throw badField(`${field}[${index}]`, 'is no scope; GET /accounts/1/scopes lists them')
    if (rootScopes.has(name) && !ofRootAccount)
      throw badField(
        `${field}[${index}]`,
        "belongs to the installation's own account and cannot be granted elsewhere",
      )
  }
  if (credential.scopes === 'all') return
  const own = credential.scopes
  if (wanted === null || !wanted.every((name) => own.has(name)))
    throw new Rejection('FORBIDDEN', {
      text: 'A key cannot be given more than the credential that sets it has.',
      action: `Name scopes in ${field} that the credential has itself, or use another credential.`,
    })
}
