import { Rejection } from '../../core/http/index.ts'
import type { MemberRow } from '../store/users.ts'

/**
 * A password alone is no way around the second factor: Basic, IBSSO and OAuth by password are refused to whoever has one
 * or needs one, unless the account allows it, and to whoever has to come by the identity provider.
 * @throws FORBIDDEN
 */
export function refusePasswordAlone(member: MemberRow): void {
  const why = member.sso_required
    ? 'This account lets its people in by its identity provider only'
    : !member.password_api && (member.has_second_factor || member.second_factor_required)
      ? 'A second factor stands between this password and the account'
      : null
  if (why !== null)
    throw new Rejection('FORBIDDEN', {
      text: `${why}: a password alone is not enough for the API.`,
      action: 'Use an API key: make one in the portal and send Authorization: App <key>.',
    })
}
