/** How a receiver checks the signature of HMAC security settings, here of HMAC_SHA_256. */
export const verifying: Readonly<Record<string, string>> = {
  'Node.js': `import { createHmac, timingSafeEqual } from 'node:crypto'

/** body: the octets as they came, before they are parsed. */
export function isGenuine(body, header, secretKey) {
  const made = createHmac('sha256', secretKey).update(body).digest()
  const given = Buffer.from(String(header).replace(/^sha256=/, ''), 'hex')
  return given.length === made.length && timingSafeEqual(given, made)
}
// isGenuine(rawBody, request.headers['x-hub-signature'], 'your secret key')`,
  Python: `import hashlib
import hmac

def is_genuine(body: bytes, header: str, secret_key: str) -> bool:
    """body: the octets as they came, before they are parsed."""
    made = hmac.new(secret_key.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(header.removeprefix('sha256='), made)

# is_genuine(raw_body, headers['X-Hub-Signature'], 'your secret key')`,
  curl: `# Sends a signed request to your own server, as Trunkline would.
BODY='{"results":[]}'
SIGNATURE=$(printf %s "$BODY" | openssl dgst -sha256 -hmac 'your secret key' -hex | sed 's/^.* //')
curl -X POST https://example.com/hook \\
  -H 'Content-Type: application/json' \\
  -H "X-Hub-Signature: sha256=$SIGNATURE" \\
  -d "$BODY"`,
}
