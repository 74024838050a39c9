import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import { listen } from './identity-provider.ts'

/** A provider whose every word a test decides, to say what a right one never would. */
export interface HostileProvider {
  issuer: string
  /** Of the next ID token; `iss`, `aud`, `nonce`, `iat` and `exp` are right unless they are named. */
  claims: Record<string, unknown>
  /** Signs the next ID token with a key that it does not show. */
  forged: boolean
  /** What comes instead of the discovery document, when it is not null. */
  instead: { status: number; headers?: Record<string, string>; body: string } | null
  /** PKCE: whether the code came with the verifier of its challenge, each time one was exchanged. */
  verified: boolean[]
  close(): Promise<void>
}

export async function startHostileProvider(clientId: string): Promise<HostileProvider> {
  const server = createServer()
  const issuer = await listen(server)
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const others = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const codes = new Map<string, { nonce: string; challenge: string }>()
  const made: HostileProvider = {
    issuer,
    claims: {},
    forged: false,
    instead: null,
    verified: [],
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const discovery = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }
  const idToken = (nonce: string): string => {
    const seconds = Math.floor(Date.now() / 1_000)
    const claims = { iss: issuer, aud: clientId, nonce, iat: seconds, exp: seconds + 60 }
    const key = made.forged ? others.privateKey : keys.privateKey
    return jwt({ ...claims, ...made.claims }, key)
  }
  server.on('request', (request, response) => {
    const url = new URL(request.url!, issuer)
    const json = (body: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (made.instead && url.pathname === '/.well-known/openid-configuration')
      return response.writeHead(made.instead.status, made.instead.headers).end(made.instead.body)
    if (url.pathname === '/.well-known/openid-configuration') return json(discovery)
    if (url.pathname === '/keys')
      return json({ keys: [{ ...keys.publicKey.export({ format: 'jwk' }), alg: 'RS256' }] })
    if (url.pathname === '/authorize') {
      const code = `code-${codes.size}`
      codes.set(code, {
        nonce: url.searchParams.get('nonce')!,
        challenge: url.searchParams.get('code_challenge')!,
      })
      const back = new URL(url.searchParams.get('redirect_uri')!)
      back.search = new URLSearchParams({ code, state: url.searchParams.get('state')! }).toString()
      return response.writeHead(302, { location: back.href }).end()
    }
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => (body += part))
    return request.on('end', () => {
      const form = new URLSearchParams(body)
      const known = codes.get(form.get('code') ?? '')
      if (!known) return json({ error: 'invalid_grant' }, 400)
      const verifier = form.get('code_verifier') ?? ''
      const hashed = createHash('sha256').update(verifier).digest('base64url')
      made.verified.push(hashed === known.challenge)
      return json({ access_token: 'a', token_type: 'Bearer', id_token: idToken(known.nonce) })
    })
  })
  return made
}

function jwt(claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}
