/**
 * Named sets of scopes for people. The owner and administrators may do everything in their account;
 * the other roles come with invitations.
 */
const roles: Readonly<Record<string, 'all' | readonly string[]>> = {
  owner: 'all',
  admin: 'all',
  developer: ['messaging:read', 'message:send', 'sms:manage', 'sms:message:send', 'sms:logs:read', 'inbound-message:read', 'sms:inbound-message:read', 'account-management:manage', 'subscriptions:manage'],
  analyst: ['messaging:read', 'sms:logs:read'],
}

/** A role nobody knows opens nothing. */
export function scopesOfRole(role: string): ReadonlySet<string> | 'all' {
  const scopes = roles[role] ?? []
  return scopes === 'all' ? 'all' : new Set(scopes)
}
