import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Context } from 'oidc-provider'

export const CLIENT = { id: 'trunkline', secret: 'the secret of the client' }

/** What the provider knows of somebody. */
export interface Person {
  email: string
  email_verified: boolean
  name?: string
  groups?: string[]
}

/** A real OpenID provider on this machine, at which whoever `next` names is logged in. */
export interface IdentityProvider {
  issuer: string
  people: Map<string, Person>
  /** The subject that logs in next; null: the provider lets nobody in. */
  next: string | null
  close(): Promise<void>
}

/** @param host by which it calls itself: `localhost` is another site to a browser than 127.0.0.1 */
export async function startIdentityProvider(
  redirectUri: string,
  host = '127.0.0.1',
): Promise<IdentityProvider> {
  const people = new Map<string, Person>()
  const server = createServer()
  const issuer = (await listen(server)).replace('127.0.0.1', host)
  const found: IdentityProvider = {
    issuer,
    people,
    next: null,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'groups'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/who' },
    ttl: { Session: 1, Grant: 60, Interaction: 60, AccessToken: 60, IdToken: 60 },
    findAccount: (_context: Context, subject: string) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...people.get(subject) }),
    }),
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/who')) return answer(request, response)
    const result =
      found.next === null
        ? { error: 'access_denied', error_description: 'not today' }
        : { login: { accountId: found.next, remember: false } }
    return void provider.interactionFinished(request, response, result)
  })
  return found
}

/** @returns the address */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
