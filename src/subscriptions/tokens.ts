import type { Clock } from '../core/clock.ts'
import type { OutboundPost } from '../core/webhooks/index.ts'
import type { OauthCredentials } from './credentials.ts'

/** A token without a lifetime is asked for again after this; one with a lifetime is given up that long before its end. */
const LIFETIME_MS = 300_000
const EARLY_MS = 10_000
const TOKENS_MAX = 5_000
const ANSWER_BYTES_MAX = 16_384
/** A token is longer than this only by mistake, and no header could carry it. */
const TOKEN_CHARACTERS_MAX = 8_000

type Got = { ok: true; token: string } | { ok: false; reason: string }

/**
 * Access tokens for customers' addresses, from the token endpoints they named (RFC 6749 §4.3, §4.4, §6). Kept in memory only.
 * The client is named in the body of the form; whoever needs it in a header says so in `headers`.
 */
export class Tokens {
  readonly #clock: Clock
  readonly #post: OutboundPost
  readonly #kept = new Map<string, { token: string; until: number }>()
  readonly #asking = new Map<string, Promise<Got>>()

  constructor(clock: Clock, post: OutboundPost) {
    this.#clock = clock
    this.#post = post
  }

  /** @param name tells the settings apart; those that changed have another one */
  async of(name: string, credentials: OauthCredentials): Promise<Got> {
    const kept = this.#kept.get(name)
    if (kept && kept.until > this.#clock.ms()) return { ok: true, token: kept.token }
    const asking = this.#asking.get(name) ?? this.#ask(name, credentials)
    this.#asking.set(name, asking)
    return asking.finally(() => this.#asking.delete(name))
  }

  /** The token was refused: the next one is asked for. */
  refused(name: string, token: string): void {
    if (this.#kept.get(name)?.token === token) this.#kept.delete(name)
  }

  async #ask(name: string, credentials: OauthCredentials): Promise<Got> {
    const { tokenUrl, headers } = credentials
    const answer = await this.#post(tokenUrl, formOf(credentials), {
      contentType: 'application/x-www-form-urlencoded',
      headers: { accept: 'application/json', ...headers },
      textBytesMax: ANSWER_BYTES_MAX,
    })
    if (!answer.ok) return { ok: false, reason: `no token: ${answer.reason}` }
    const read = readToken(answer.text ?? '')
    if (!read) return { ok: false, reason: 'no token: the answer of the token address has none' }
    this.#keep(name, read.token, this.#clock.ms() + read.lifetimeMs - EARLY_MS)
    return { ok: true, token: read.token }
  }

  #keep(name: string, token: string, until: number): void {
    this.#kept.delete(name)
    if (this.#kept.size >= TOKENS_MAX) {
      const [oldest] = this.#kept.keys()
      if (oldest !== undefined) this.#kept.delete(oldest)
    }
    this.#kept.set(name, { token, until })
  }
}

function formOf(credentials: OauthCredentials): string {
  const form = new URLSearchParams({ grant_type: credentials.grantType })
  const members = {
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    scope: credentials.scope,
    username: credentials.username,
    password: credentials.password,
    resource: credentials.resource,
    refresh_token: credentials.refreshToken,
  }
  for (const [name, value] of Object.entries(members)) if (value) form.set(name, value)
  return form.toString()
}

function readToken(text: string): { token: string; lifetimeMs: number } | null {
  try {
    const { access_token: token, expires_in: seconds } = JSON.parse(text) as {
      access_token?: unknown
      expires_in?: unknown
    }
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) return null
    if (token.length > TOKEN_CHARACTERS_MAX) return null
    const lifetimeMs = Number(seconds) > 0 ? Number(seconds) * 1000 : LIFETIME_MS
    return { token, lifetimeMs }
  } catch {
    return null
  }
}
