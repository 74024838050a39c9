import type { FastifyRequest } from 'fastify'
import { Rejection } from './rejection.ts'

/** An application, or an entity of one, that a key stands for. */
export interface PlatformPair {
  applicationId: string
  entityId?: string
  /** FILL (when left out): put in when a request names none. FORCE: put in whatever it names. */
  action?: 'FILL' | 'FORCE'
}

/** Who makes a request, for one account only. Made by `accounts`, read by everybody. */
export interface Credential {
  kind: 'key' | 'basic' | 'session' | 'token' | 'cookie'
  accountId: number
  /**
   * The account the credential belongs to, when it acts in another one below it (header `Trunkline-Account`); null else.
   * Its person and its key are those of this account.
   */
  actingFrom: number | null
  /** The account that owns the installation: operators, routes and the simulator are its alone. */
  isRootAccount: boolean
  userId: number | null
  /** The API key's public id, when it was one. */
  keyId: string | null
  /** Of an API key that has a limit of its own, beside that of its account. */
  requestsPerSecondMax?: number
  /** `all` stands for every scope: the owner's and administrators' sessions. */
  scopes: ReadonlySet<string> | 'all'
  /** The account wants a second factor of this person, who has none: nothing but setting one up is allowed. */
  mustSetUpSecondFactor?: true
  /** What an API key puts into requests that send or read messages; none for people. */
  platform: readonly PlatformPair[]
}

/** Where the person or key of a credential is at home, whichever account it acts in. */
export const homeAccountOf = (credential: Credential): number =>
  credential.actingFrom ?? credential.accountId

/**
 * Finds out who is asking.
 * @returns null when the request carries no credential at all; throws `UNAUTHORIZED` when it carries a wrong one
 */
export type Authenticate = (request: FastifyRequest) => Promise<Credential | null>

/** Any one of an operation's scopes is enough. */
export const mayUse = (credential: Credential, scopes: readonly string[]): boolean =>
  credential.scopes === 'all' ||
  scopes.some((scope) => (credential.scopes as ReadonlySet<string>).has(scope))

/** Before what is of the whole account. @throws FORBIDDEN for a key that is bound to applications of it */
export function refuseBoundKey({ platform }: Credential): void {
  if (platform.some((one) => one.action === 'FORCE'))
    throw new Rejection('FORBIDDEN', {
      text: 'A key that is bound to an application may not do this: it is not of that application alone.',
      action: 'Use a key without forced applications, or log in.',
    })
}
