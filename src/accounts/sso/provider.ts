import * as oidc from 'openid-client'
import type { Clock } from '../../core/clock.ts'
import { ExpiringCache } from '../../core/expiring-cache.ts'
import { SsoFault } from './sso-fault.ts'

/** For so long a provider is not asked again what it is, whether it answered or not. */
const DISCOVERED_MS = 60_000
const PROVIDERS_MAX = 1_000
const CLAIM_CHARACTERS_MAX = 300

/** Asks a provider; guarded, see `core/webhooks`. */
export type ProviderFetch = (
  address: string,
  options: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>

/** A client at a provider of identities. */
export interface ProviderClient {
  issuer: string
  clientId: string
  /** null: a public client. */
  clientSecret: string | null
}

/** What the provider vouches for. */
export interface Vouched {
  issuer: string
  subject: string
  /** In lower case; null when the provider does not say that it is verified. */
  email: string | null
  name: string
  claims: Readonly<Record<string, unknown>>
}

export interface LogInOnItsWay {
  redirectUri: string
  state: string
  nonce: string
  codeVerifier: string
}

/** Speaks OpenID Connect to providers: discovery, the code flow with PKCE, signed ID tokens only. */
export class Providers {
  readonly #fetch: ProviderFetch
  readonly #known: ExpiringCache<oidc.Configuration | Error>

  constructor(fetch: ProviderFetch, clock: Clock) {
    this.#fetch = fetch
    this.#known = new ExpiringCache(clock, { ttlMs: DISCOVERED_MS, entriesMax: PROVIDERS_MAX })
  }

  /** After a change of somebody's settings. */
  forget(): void {
    this.#known.clear()
  }

  /** @throws SsoFault `unreachable` */
  async #configuration(client: ProviderClient): Promise<oidc.Configuration> {
    const key = JSON.stringify([client.issuer, client.clientId, client.clientSecret])
    const known = await this.#known.get(key, () =>
      this.discover(client).catch((error: unknown) => error as Error),
    )
    if (known instanceof Error) throw new SsoFault('unreachable', { cause: known })
    return known
  }

  /** Asks the provider what it is. @throws whatever is wrong with the answer */
  async discover(client: ProviderClient): Promise<oidc.Configuration> {
    const server = new URL(client.issuer)
    const inClear = server.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
    const found = await oidc.discovery(server, client.clientId, undefined, oidc.None(), {
      execute: inClear,
      [oidc.customFetch]: (address, options) => this.ask(address, options),
    })
    const metadata = found.serverMetadata()
    const made = new oidc.Configuration(
      metadata,
      client.clientId,
      client.clientSecret ?? undefined,
      authenticationOf(client.clientSecret, metadata.token_endpoint_auth_methods_supported),
    )
    made[oidc.customFetch] = (address, options) => this.ask(address, options)
    // TLS tells whom we asked; the signature tells who wrote the token, also when the network is trusted too far.
    for (const set of [...inClear, oidc.enableNonRepudiationChecks]) set(made)
    return made
  }

  /** @throws Unreached */
  ask(address: string, options: oidc.CustomFetchOptions): Promise<Response> {
    const body = options.body
    return this.#fetch(address, {
      method: options.method,
      headers: options.headers,
      ...(body === undefined || body === null ? {} : { body: String(body as string) }),
    })
  }

  /** Where to send the browser. @throws SsoFault */
  async authorizationUrl(
    client: ProviderClient,
    way: LogInOnItsWay,
    emailHint: string | undefined,
  ): Promise<URL> {
    const configuration = await this.#configuration(client)
    return oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: way.redirectUri,
      scope: 'openid email profile',
      state: way.state,
      nonce: way.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(way.codeVerifier),
      code_challenge_method: 'S256',
      ...(emailHint === undefined ? {} : { login_hint: emailHint }),
    })
  }

  /**
   * Reads what the browser brought back.
   * @param query as it was in the address
   * @throws SsoFault `refused` when the provider said no, `invalid` when its word does not hold
   */
  async finish(
    client: ProviderClient,
    way: LogInOnItsWay,
    query: URLSearchParams,
  ): Promise<Vouched> {
    const configuration = await this.#configuration(client)
    const answered = new URL(way.redirectUri)
    answered.search = query.toString()
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, answered, {
        expectedState: way.state,
        expectedNonce: way.nonce,
        pkceCodeVerifier: way.codeVerifier,
        idTokenExpected: true,
      })
      const claims = { ...tokens.claims()! } as Record<string, unknown>
      if (claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint)
        Object.assign(
          claims,
          await oidc.fetchUserInfo(configuration, tokens.access_token, String(claims['sub'])),
        )
      return vouchedBy(client.issuer, claims)
    } catch (error) {
      if (error instanceof SsoFault) throw error
      const refused = error instanceof oidc.AuthorizationResponseError
      throw new SsoFault(refused ? 'refused' : 'invalid', { cause: error })
    }
  }
}

/** The method that OAuth takes for granted, unless the provider names others only (RFC 8414 §2). */
function authenticationOf(
  secret: string | null,
  offered: readonly string[] = ['client_secret_basic'],
): oidc.ClientAuth {
  if (secret === null) return oidc.None()
  return offered.includes('client_secret_basic')
    ? oidc.ClientSecretBasic(secret)
    : oidc.ClientSecretPost(secret)
}

function vouchedBy(issuer: string, claims: Readonly<Record<string, unknown>>): Vouched {
  const text = (name: string): string => {
    const value = claims[name]
    return typeof value === 'string' && value.isWellFormed() && !value.includes('\0') ? value : ''
  }
  const subject = text('sub')
  const email = text('email').toLowerCase()
  if (subject === '' || subject.length > CLAIM_CHARACTERS_MAX) throw new SsoFault('invalid')
  return {
    issuer,
    subject,
    email:
      claims['email_verified'] === true && /^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 254
        ? email
        : null,
    name: text('name').slice(0, 100),
    claims,
  }
}
