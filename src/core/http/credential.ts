import type { FastifyRequest } from 'fastify'

/** Who makes a request, for one account only. Made by `accounts`, read by everybody. */
export interface Credential {
  kind: 'key' | 'basic' | 'session' | 'token' | 'cookie'
  accountId: number
  /** The account that owns the installation: operators, routes and the simulator are its alone. */
  isRootAccount: boolean
  userId: number | null
  /** The API key's public id, when it was one. */
  keyId: string | null
  /** `all` stands for every scope: the owner's and administrators' sessions. */
  scopes: ReadonlySet<string> | 'all'
}

/**
 * Finds out who is asking.
 * @returns null when the request carries no credential at all; throws `UNAUTHORIZED` when it carries a wrong one
 */
export type Authenticate = (request: FastifyRequest) => Promise<Credential | null>

/** Any one of an operation's scopes is enough. */
export const mayUse = (credential: Credential, scopes: readonly string[]): boolean =>
  credential.scopes === 'all' ||
  scopes.some((scope) => (credential.scopes as ReadonlySet<string>).has(scope))
