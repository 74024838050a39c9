import { generateSecret, generateURI, verifySync } from 'otplib'

const STEP_SECONDS = 30
const CODE = /^\d{6}$/

/** A new secret for an authenticator app: 160 bits in base32. */
export const newTotpSecret = (): string => generateSecret()

/** What an authenticator app reads from a QR code. */
export const totpUri = (secret: string, issuer: string, label: string): string =>
  generateURI({ issuer, label, secret })

/** People write codes in groups. */
export const plainCode = (text: string): string => text.replaceAll(/[\s-]/g, '')

/**
 * The step of time a code is right for, one step of 30 s to either side of now being allowed (RFC 6238 §5.2). Whether the
 * step was used already is for the caller to ask.
 * @returns null when the code is wrong
 */
export function stepOfCode(secret: string, code: string, ms: number): number | null {
  const plain = plainCode(code)
  if (!CODE.test(plain)) return null
  const result = verifySync({
    secret,
    token: plain,
    epoch: Math.floor(ms / 1_000),
    epochTolerance: STEP_SECONDS,
    strategy: 'totp',
  })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}
