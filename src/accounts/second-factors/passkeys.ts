import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { FactorRow } from '../store/second-factors.ts'
import type { RelyingParty } from './relying-party.ts'

const ASKED_MS = 5 * 60_000
/** EdDSA, ES256 and RS256, which every authenticator has one of (RFC 9053, RFC 8812). */
const ALGORITHMS = [-8, -7, -257]

export type { AuthenticationResponseJSON, RegistrationResponseJSON }

/** What the browser is asked to make. */
export const registrationOptions = (
  party: RelyingParty,
  person: { handle: Buffer; email: string; name: string },
  challenge: string,
  known: readonly FactorRow[],
) =>
  generateRegistrationOptions({
    rpName: 'Trunkline',
    rpID: party.id,
    userID: new Uint8Array(person.handle),
    userName: person.email,
    userDisplayName: person.name || person.email,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: ASKED_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: credentials(known),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })

/** What the browser is asked to sign. @param known null when any passkey of this site may answer */
export const assertionOptions = (
  party: RelyingParty,
  challenge: string,
  known: readonly FactorRow[] | null,
) =>
  generateAuthenticationOptions({
    rpID: party.id,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: ASKED_MS,
    userVerification: known === null ? 'required' : 'preferred',
    ...(known === null ? {} : { allowCredentials: credentials(known) }),
  })

const credentials = (known: readonly FactorRow[]) =>
  known.flatMap(({ credential_id: id, transports }) =>
    id === null ? [] : [{ id, transports: transports ?? [] }],
  )

export interface NewPasskey {
  credentialId: string
  publicKey: Buffer
  signCount: number
  transports: string[]
}

/** @returns null when what the browser made is not what was asked for */
export async function readRegistration(
  party: RelyingParty,
  response: RegistrationResponseJSON,
  challenge: string,
): Promise<NewPasskey | null> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified) return null
    const { credential } = registrationInfo
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      signCount: credential.counter,
      transports: credential.transports ?? [],
    }
  } catch {
    // The library throws for whatever does not fit, and says no more than that to somebody who made it up.
    return null
  }
}

/** @returns the authenticator's count of signatures, or null when the signature is not of this passkey and challenge */
export async function readAssertion(
  party: RelyingParty,
  passkey: FactorRow,
  response: AuthenticationResponseJSON,
  challenge: string,
  userVerified: 'required' | 'as it is',
): Promise<number | null> {
  if (passkey.credential_id === null || passkey.public_key === null) return null
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: userVerified === 'required',
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: Number(passkey.sign_count),
        transports: passkey.transports ?? [],
      },
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}
