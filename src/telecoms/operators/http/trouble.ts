import { CannotDecrypt } from '../../../core/secrets.ts'
import type { Connection } from '../connection.ts'
import type { Trouble } from '../trouble.ts'
import { NotReached } from './exchange.ts'
import type { Verdict } from './provider.ts'

/** What went wrong with an API, for a person. */
export type ApiTrouble = Trouble

const trouble = (outcome: Trouble['outcome'], text: string, whatToDo: string): Trouble => ({
  outcome,
  text,
  whatToDo,
  commandStatus: null,
})

/** Why no request could be made. */
export function notReached(error: unknown, host: string): Trouble {
  if (error instanceof CannotDecrypt)
    return trouble('FAILED', 'The stored secret cannot be decrypted with the SECRET_KEY in use.', 'Enter the secret again and save.') // prettier-ignore
  const code = error instanceof NotReached ? (error.code ?? '') : ''
  const words = error instanceof Error ? error.message : 'no reason given'
  if (code === 'PRIVATE_NETWORK')
    return trouble('UNREACHABLE', `${host} lies in a private network, and those are not called.`, 'Use the public address, or allow the network with OUTBOUND_PRIVATE_ALLOW.') // prettier-ignore
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'].includes(code))
    return trouble('NAME_NOT_RESOLVED', `The name ${host} cannot be resolved to an address.`, 'Check the address of the API; if it is right, check the name server of this machine.') // prettier-ignore
  if (code === 'ECONNREFUSED')
    return trouble('REFUSED', `${host} refuses connections: nothing listens there.`, 'Check the address of the API, and ask the operator whether it is up.') // prettier-ignore
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return trouble('TIMED_OUT', `${host} did not answer in 10 seconds.`, 'Check the address of the API and the firewalls between.') // prettier-ignore
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code))
    return trouble('TLS_FAILED', `TLS with ${host} failed: ${words}.`, 'Check the address; for an operator with its own authority put its certificate (PEM) into the settings.') // prettier-ignore
  return trouble('UNREACHABLE', `${host} cannot be reached (${words}).`, 'Check the address of the API and the network of this machine.') // prettier-ignore
}

/** The API answers, and takes nothing from us. */
export function notUsable(found: Verdict & { kind: 'unusable' }, host: string): Trouble {
  return found.wrongPassword
    ? trouble('WRONG_PASSWORD', `${host} does not accept the credentials (${found.detail}).`, 'Check account id and key or secret with the provider, and whether they may send messages.') // prettier-ignore
    : trouble('BIND_REFUSED', `${host} does not take requests (${found.detail}).`, 'Check the address of the API and the state of your account at the provider.') // prettier-ignore
}

/** Requests went out, and no answer came. */
export const noAnswer = (connection: Connection): Trouble =>
  trouble(
    'NO_ANSWER',
    `${connection.host} left requests without an answer for ${connection.responseTimeoutSeconds} seconds; whether it took the messages is unknown.`,
    'Ask the operator whether it is overloaded. A longer response timeout or fewer requests at a time may help.',
  )
