import { isIP } from 'node:net'

/** For whom passkeys are made: a domain, and the only page that may ask for them. */
export interface RelyingParty {
  id: string
  origin: string
}

/**
 * WebAuthn wants a domain name and TLS, or `localhost` (WebAuthn Level 3 §5.1.2, Secure Contexts). An installation on
 * this machine alone is reached as localhost for that, whatever address of the loopback network it listens on.
 * @returns null when passkeys cannot work at this address
 */
export function relyingParty(publicUrl: string): RelyingParty | null {
  if (!URL.canParse(publicUrl)) return null
  const url = new URL(publicUrl)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.startsWith('127.') || host === '::1') {
    const port = url.port === '' ? '' : `:${url.port}`
    return { id: 'localhost', origin: `${url.protocol}//localhost${port}` }
  }
  if (isIP(host) !== 0 || url.protocol !== 'https:') return null
  return { id: host, origin: url.origin }
}
