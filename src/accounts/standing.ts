import { Rejection, type Credential } from '../core/http/index.ts'
import type { AccountState } from './store/accounts.ts'

/** The account that owns the installation. */
export const ROOT_ACCOUNT = 1

/** How long what was read about a credential is believed: a change made by another process counts after that. */
export const BELIEVED_MS = 5_000
/** Credentials in memory, of each kind. */
export const CREDENTIALS_MAX = 10_000

/** @throws UNAUTHORIZED for a closed account, FORBIDDEN for a suspended one */
export function refuseAccount(state: AccountState): void {
  if (state === 'closed') throw new Rejection('UNAUTHORIZED', { text: 'The account is closed.' })
  if (state === 'suspended')
    throw new Rejection('FORBIDDEN', {
      text: 'The account is suspended.',
      action: 'Ask whoever runs this installation why, and what lifts it.',
    })
}

/** Who acts. @throws FORBIDDEN for an API key */
export function personOf(credential: Credential): number {
  if (credential.userId === null)
    throw new Rejection('FORBIDDEN', {
      text: 'An API key is no person.',
      action: 'Use the credential of somebody who logs in.',
    })
  return credential.userId
}
