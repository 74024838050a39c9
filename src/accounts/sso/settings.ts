import { badField, Rejection } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Secrets } from '../../core/secrets.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { isBuiltIn, type Role } from '../scopes.ts'
import { ROOT_ACCOUNT } from '../standing.ts'
import * as store from '../store/sso.ts'
import { isProved, newDomainProof, readDomain, type ResolveTxt } from './domains.ts'
import type { Providers } from './provider.ts'
import { CLIENT_SECRET, type SingleSignOn } from './single-sign-on.ts'
import type { SsoSettings, SsoTest } from './wire.ts'

/** An account's provider of identities, as its owners set it up. */
export class ProviderSettings {
  readonly #needs: {
    db: Db
    secrets: Secrets
    clock: Clock
    providers: Providers
    sso: SingleSignOn
    resolveTxt: ResolveTxt
  }

  constructor(needs: {
    db: Db
    secrets: Secrets
    clock: Clock
    providers: Providers
    sso: SingleSignOn
    resolveTxt: ResolveTxt
  }) {
    this.#needs = needs
  }

  async read(
    accountId: number,
  ): Promise<{ connection: store.ConnectionRow | undefined; domains: store.DomainRow[] }> {
    const [connection, domains] = await Promise.all([
      store.findConnection(this.#needs.db, accountId),
      store.listDomains(this.#needs.db, accountId),
    ])
    return { connection, domains }
  }

  /** @throws BAD_REQUEST with the field that is wrong */
  async write(accountId: number, wanted: SsoSettings): Promise<void> {
    const { db, secrets, clock, providers } = this.#needs
    const issuer = readIssuer(wanted.issuer)
    const domains = wanted.domains.map((text, index) => {
      const domain = readDomain(text)
      if (domain === null) throw badField(`domains[${index}]`, 'is no domain name')
      return { domain, proof: newDomainProof() }
    })
    const roles = wanted.roleMapping.map(({ value, role }, index) => ({
      value,
      role: readRole(role, `roleMapping[${index}].role`),
    }))
    const before = await store.findConnection(db, accountId)
    const now = clock.now()
    const row = {
      account_id: accountId,
      issuer,
      client_id: wanted.clientId,
      client_secret_box:
        wanted.clientSecret === undefined
          ? keptSecret(before, issuer)
          : secrets.encrypt(CLIENT_SECRET, wanted.clientSecret, String(accountId)),
      default_role: readRole(wanted.defaultRole, 'defaultRole'),
      role_claim: wanted.roleClaim,
      role_mapping: roles,
      required: wanted.required,
      enabled: wanted.enabled,
    }
    await transaction(db, async (tx) => {
      await store.writeConnection(tx, row, now)
      await store.keepDomains(tx, accountId, domains, now)
      // Whoever runs the installation could write into its database as well: their word is enough.
      if (accountId === ROOT_ACCOUNT)
        for (const { domain } of domains) await store.verifyDomain(tx, accountId, domain, now)
    })
    providers.forget()
  }

  /** @throws NOT_FOUND, or CONFLICT when the domain is not proved */
  async verify(accountId: number, text: string): Promise<void> {
    const { db, clock, resolveTxt } = this.#needs
    const domain = readDomain(text)
    const found = (await store.listDomains(db, accountId)).find((one) => one.domain === domain)
    if (!found) throw new Rejection('NOT_FOUND', { text: 'The account does not name this domain.' })
    if (found.verified_at !== null) return
    if (!(await isProved(resolveTxt, found.domain, found.proof)))
      throw new Rejection('CONFLICT', {
        text: 'The name server of the domain does not say yet that it is yours.',
        action: 'Put the TXT record there and try again; it may take a while until it is seen.',
      })
    if (!(await store.verifyDomain(db, accountId, found.domain, clock.now())))
      throw new Rejection('CONFLICT', {
        text: 'Another account has proved this domain before.',
        action: 'Ask whoever runs this installation.',
      })
  }

  /** @returns whether there was one */
  async remove(accountId: number): Promise<boolean> {
    const found = await transaction(this.#needs.db, (tx) => store.deleteConnection(tx, accountId))
    this.#needs.providers.forget()
    return found
  }

  /** Asks the provider what it is, and looks whether that is enough; nobody is logged in. @throws NOT_FOUND */
  async test(accountId: number): Promise<SsoTest> {
    const { db, providers, sso } = this.#needs
    const row = await store.findConnection(db, accountId)
    if (!row) throw new Rejection('NOT_FOUND', { text: 'No provider is set up.' })
    const checks = await testProvider(providers, sso.clientOf(row))
    return { ok: checks.every((one) => one.ok), checks }
  }
}

async function testProvider(
  providers: Providers,
  client: Parameters<Providers['discover']>[0],
): Promise<SsoTest['checks']> {
  const found = await providers.discover(client).catch((error: unknown) => error as Error)
  if (found instanceof Error) return [{ check: 'DISCOVERY', ok: false, detail: wordsOf(found) }]
  const metadata = found.serverMetadata()
  const missing = (['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const).filter(
    (name) => metadata[name] === undefined,
  )
  const keys =
    metadata.jwks_uri === undefined
      ? 'the provider names no keys'
      : await keysFault(providers, metadata.jwks_uri)
  const scopes = metadata.scopes_supported
  const pkce = metadata.code_challenge_methods_supported
  return [
    { check: 'DISCOVERY', ok: true, detail: metadata.issuer },
    { check: 'ENDPOINTS', ok: missing.length === 0, detail: missing.join(', ') },
    { check: 'KEYS', ok: keys === null, detail: keys ?? '' },
    // A provider that does not say what it can may do so all the same.
    { check: 'PKCE', ok: pkce?.includes('S256') ?? true, detail: (pkce ?? []).join(', ') },
    { check: 'EMAIL', ok: scopes?.includes('email') ?? true, detail: (scopes ?? []).join(' ') },
  ]
}

async function keysFault(providers: Providers, address: string): Promise<string | null> {
  try {
    const answer = await providers.ask(address, {
      method: 'GET',
      headers: { accept: 'application/json' },
      body: undefined,
      redirect: 'manual',
    })
    const { keys } = (await answer.json()) as { keys?: unknown }
    return answer.status === 200 && Array.isArray(keys) && keys.length > 0
      ? null
      : `answered ${answer.status} without keys`
  } catch (error) {
    return wordsOf(error as Error)
  }
}

/** The deepest reason: what wraps it says only that something was wrong. */
function wordsOf(error: Error): string {
  let deepest = error
  for (let n = 0; n < 5 && deepest.cause instanceof Error; n++) deepest = deepest.cause
  return deepest.message.slice(0, 300)
}

function readIssuer(text: string): string {
  const fault = 'must be an address with https, or with http in a network that is allowed'
  if (!URL.canParse(text)) throw badField('issuer', fault)
  const { protocol, username, password, search, hash } = new URL(text)
  if ((protocol !== 'https:' && protocol !== 'http:') || username + password !== '')
    throw badField('issuer', fault)
  if (search !== '' || hash !== '') throw badField('issuer', 'must have no query and no fragment')
  return text
}

function readRole(name: string, field: string): Role {
  if (!isBuiltIn(name)) throw badField(field, 'is no role')
  // Whoever runs the provider would own the account.
  if (name === 'owner') throw badField(field, 'cannot be owner: owners are named in the portal')
  return name
}

function keptSecret(before: store.ConnectionRow | undefined, issuer: string): Buffer | null {
  if (before?.client_secret_box && before.issuer !== issuer)
    throw badField('clientSecret', 'is required with another issuer: the old one is not for it')
  return before?.client_secret_box ?? null
}
