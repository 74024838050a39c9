import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { Body } from '../api/call.ts'

export type Assertion = Body<'portal-passkey-log-in'>['passkey']
export type Registration = Body<'finish-passkey'>['registration']

/** Browsers ask for passkeys at a domain name or localhost only, never at an IP address. */
const atAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/.test(location.hostname)
export const passkeysWork = (): boolean => browserSupportsWebAuthn() && !atAddress

/** Where passkeys would work, when this page is open by an address of this machine; else null. */
export const localhostOrigin: string | null = /^(?:127(?:\.\d{1,3}){3}|\[::1\])$/.test(
  location.hostname,
)
  ? `${location.protocol}//localhost${location.port === '' ? '' : `:${location.port}`}`
  : null

/** The person closed the browser's window, took too long, or has no passkey for this site; null says so. */
const unlessGivenUp = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | null> => {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Error && GIVEN_UP.has(error.name)) return null
    throw error
  }
}
const GIVEN_UP = new Set(['NotAllowedError', 'AbortError', 'InvalidStateError'])

/** @param question as the server put it @returns null when the person gave up */
export const signWithPasskey = (question: object): Promise<Assertion | null> =>
  unlessGivenUp(async () => {
    const optionsJSON = question as PublicKeyCredentialRequestOptionsJSON
    const { clientExtensionResults, ...made } = await startAuthentication({ optionsJSON })
    return { ...made, clientExtensionResults: { ...clientExtensionResults } }
  })

export const makePasskey = (question: object): Promise<Registration | null> =>
  unlessGivenUp(async () => {
    const optionsJSON = question as PublicKeyCredentialCreationOptionsJSON
    const { clientExtensionResults, ...made } = await startRegistration({ optionsJSON })
    return { ...made, clientExtensionResults: { ...clientExtensionResults } }
  })
