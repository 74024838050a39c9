import {
  SmppConnectError,
  status,
  statusMeaning,
  statusName,
  type CloseReason,
} from '../../protocols/smpp/index.ts'
import { CannotDecrypt } from '../../core/secrets.ts'
import type { TrialResult } from './wire.ts'

/** What went wrong with a link, for a person who has never read the standard. */
export interface Trouble {
  outcome: Exclude<TrialResult['outcome'], 'BOUND'>
  text: string
  whatToDo: string
  /** The operator's answer to the bind, where there was one. */
  commandStatus: number | null
}

interface Target {
  host: string
  port: number
  tls: { enabled: boolean }
}

const trouble = (
  outcome: Trouble['outcome'],
  text: string,
  whatToDo: string,
  commandStatus: number | null = null,
): Trouble => ({ outcome, text, whatToDo, commandStatus })

/** Why a link could not be made. */
export function connectTrouble(error: unknown, target: Target): Trouble {
  const at = `${target.host}:${target.port}`
  if (error instanceof CannotDecrypt)
    return trouble('FAILED', 'The stored password cannot be decrypted with the SECRET_KEY in use.', 'Enter the password again and save.') // prettier-ignore
  if (!(error instanceof SmppConnectError))
    return trouble('FAILED', `The link to ${at} could not be made: ${wordsOf(error)}.`, 'Check the settings; system id, password, system type and service type must fit into their SMPP fields.') // prettier-ignore
  switch (error.reason) {
    case 'unreachable':
      return unreachable(error, target.host, at)
    case 'connect_timeout':
      return trouble('TIMED_OUT', `${at} did not answer in 10 seconds.`, 'Check host and port, ask the operator whether it lets the address of this machine in, and look at the firewalls between.') // prettier-ignore
    case 'tls':
      return tlsTrouble(error, at)
    case 'bind_refused':
      return bindRefused(error.status ?? status.ESME_RBINDFAIL, target.host)
    case 'bind_timeout':
      return trouble('NO_ANSWER', `${at} took the connection but did not answer the bind in 10 seconds.`, notSmpp(target)) // prettier-ignore
    case 'closed':
      return trouble('CLOSED', `${at} closed the connection before it answered the bind.`, `Ask the operator to let the address of this machine in. ${notSmpp(target)}`) // prettier-ignore
    case 'aborted':
      return trouble('FAILED', 'The try was given up.', 'Try again.')
  }
}

const notSmpp = (target: Target): string =>
  target.tls.enabled
    ? 'Check that the port speaks SMPP with TLS.'
    : 'Check that the port speaks SMPP, and whether it wants TLS.'

function unreachable(error: SmppConnectError, host: string, at: string): Trouble {
  const code = codeOf(error.cause)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA')
    return trouble('NAME_NOT_RESOLVED', `The name ${host} cannot be resolved to an address.`, 'Check the spelling of the host; if it is right, check the name server of this machine.') // prettier-ignore
  if (code === 'ECONNREFUSED')
    return trouble('REFUSED', `${at} refuses connections: nothing listens at this port.`, 'Check the port, and ask the operator whether its SMSC is up.') // prettier-ignore
  if (code === 'ETIMEDOUT')
    return trouble('TIMED_OUT', `${at} did not answer in time.`, 'Check host and port, and ask the operator whether it lets the address of this machine in.') // prettier-ignore
  return trouble('UNREACHABLE', `${at} cannot be reached (${code ?? wordsOf(error.cause)}).`, 'Check the address, the network of this machine, and a VPN if the operator wants one.') // prettier-ignore
}

function tlsTrouble(error: SmppConnectError, at: string): Trouble {
  const code = codeOf(error.cause) ?? ''
  const failed = (text: string, whatToDo: string) => trouble('TLS_FAILED', text, whatToDo)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return failed(`The certificate of ${at} is for another host name.`, 'Use the host name the certificate was made for.') // prettier-ignore
  if (code === 'CERT_HAS_EXPIRED')
    return failed(`The certificate of ${at} has expired.`, 'Ask the operator to renew it.')
  if (/SELF_SIGNED|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY|CERT_UNTRUSTED/.test(code))
    return failed(`The certificate of ${at} is signed by an authority this machine does not know.`, "Put the operator's CA certificate (PEM) into the settings.") // prettier-ignore
  if (/WRONG_VERSION|PACKET_LENGTH|ECONNRESET|UNSUPPORTED_PROTOCOL/.test(code) || /before secure TLS/.test(wordsOf(error.cause)))
    return failed(`${at} does not speak TLS as expected.`, 'Check that this is the TLS port, or switch TLS off if the operator has none.') // prettier-ignore
  return failed(
    `TLS with ${at} failed: ${wordsOf(error.cause)}.`,
    'Check the TLS settings with the operator.',
  )
}

function bindRefused(commandStatus: number, host: string): Trouble {
  const answer = `${statusName(commandStatus)}, ${statusMeaning(commandStatus)}`
  const refused = (outcome: Trouble['outcome'], text: string, whatToDo: string) =>
    trouble(outcome, `${text} (${answer}).`, whatToDo, commandStatus)
  switch (commandStatus) {
    case status.ESME_RINVPASWD:
      return refused('WRONG_PASSWORD', `${host} says that the password is wrong`, 'Enter the password again as the operator gave it; mind upper and lower case.') // prettier-ignore
    case status.ESME_RINVSYSID:
      return refused('WRONG_SYSTEM_ID', `${host} does not know the system id`, 'Check the system id with the operator.') // prettier-ignore
    case status.ESME_RALYBND:
      return refused('ALREADY_BOUND', `${host} says that this system id is bound already`, 'Lower the number of binds, or end another program that uses the same system id. A saved connection holds its own places.') // prettier-ignore
    case status.ESME_RINVSYSTYP:
      return refused('BIND_REFUSED', `${host} does not like the system type`, 'Ask the operator which system type it wants; usually it is empty.') // prettier-ignore
    case status.ESME_RINVCMDID:
    case status.ESME_RINVBNDSTS:
      return refused('BIND_REFUSED', `${host} does not take this kind of bind`, 'Try the bind type TRANSMITTER_RECEIVER_PAIR.') // prettier-ignore
    case status.ESME_RTHROTTLED:
      return refused('BIND_REFUSED', `${host} wants fewer tries to bind`, 'Wait a minute, or lower the number of binds.') // prettier-ignore
    default:
      return refused('BIND_REFUSED', `${host} refuses the bind`, "Ask the operator: often it is the number of binds, the bind type, or an address that is not let in.") // prettier-ignore
  }
}

/** Whether trying again soon cannot help, and may even get the account locked. */
export const isCredentialsRefusal = (found: Trouble): boolean =>
  found.outcome === 'WRONG_PASSWORD' || found.outcome === 'WRONG_SYSTEM_ID'

/** Why a link that was up is down; null: it was our wish. */
export function closeTrouble(
  reason: CloseReason,
  error: Error | undefined,
  target: Target,
): Trouble | null {
  const at = `${target.host}:${target.port}`
  const again = 'It is bound again by itself. If it happens often, ask the operator.'
  switch (reason) {
    case 'closed_by_us':
    case 'unbound_by_us':
    case 'bind_refused':
    case 'session_init_timeout':
    case 'policy':
    case 'server_stopping':
      return null
    case 'closed_by_peer':
      return trouble('CLOSED', `${at} closed the link.`, again)
    case 'unbound_by_peer':
      return trouble('CLOSED', `${at} asked us to unbind, and the link was closed.`, again)
    case 'enquire_link_timeout':
      return trouble('NO_ANSWER', `${at} stopped answering (enquire_link).`, again)
    case 'inactivity_timeout':
    case 'unbind_timeout':
      return trouble('NO_ANSWER', `${at} did not answer in time.`, again)
    case 'bad_length':
      return trouble('CLOSED', `${at} sent something that is no SMPP.`, notSmpp(target))
    case 'socket_error':
      return trouble(
        'CLOSED',
        `The link to ${at} broke (${codeOf(error) ?? wordsOf(error)}).`,
        again,
      )
  }
}

/** Parts were written and never answered. */
export const silenceTrouble = (target: Target, seconds: number): Trouble =>
  trouble(
    'NO_ANSWER',
    `${target.host}:${target.port} left parts without an answer for ${seconds} seconds; whether it has them is unknown.`,
    'Ask the operator whether it is overloaded. A longer response timeout or a smaller window may help.',
  )

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

const wordsOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : 'no reason given'
