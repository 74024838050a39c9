import type { Clock } from '../../core/clock.ts'
import { connect, status, statusName } from '../../protocols/smpp/index.ts'
import type { ConnectionSettings } from './connection.ts'
import { dialOptions, kindsOf } from './dial.ts'
import { connectTrouble } from './trouble.ts'
import type { TrialResult } from './wire.ts'

const bindWords: Record<ConnectionSettings['bindType'], string> = {
  TRANSCEIVER: 'sending and receiving',
  TRANSMITTER: 'sending only: no receipts and no messages from handsets will come',
  RECEIVER: 'receiving only: nothing can be sent',
  TRANSMITTER_RECEIVER_PAIR: 'sending and receiving over two links',
}

/** Binds once with these settings, unbinds, and tells in words what happened. Takes at most 20 s for each link. */
export async function tryConnection(
  settings: ConnectionSettings,
  password: string,
  clock: Clock,
): Promise<TrialResult> {
  const startedAt = clock.ms()
  const tookMs = () => Math.max(0, Math.round(clock.ms() - startedAt))
  let peerSystemId = ''
  try {
    for (const kind of kindsOf[settings.bindType]) {
      const options = dialOptions(settings, kind, password, clock.ms, new AbortController().signal)
      const session = await connect(options, {
        // Receipts and messages that wait at the operator are for the link that stays: send them again.
        onRequest: (bound, _view, ticket) => void bound.respond(ticket, status.ESME_RX_T_APPN),
      })
      peerSystemId = session.systemId
      session.unbind()
    }
  } catch (error) {
    const { outcome, text, whatToDo, commandStatus } = connectTrouble(error, settings)
    return {
      succeeded: false,
      outcome,
      text,
      whatToDo,
      commandStatus: commandStatus === null ? null : statusName(commandStatus),
      peerSystemId: null,
      tookMs: tookMs(),
    }
  }
  const called = peerSystemId === '' ? '' : ` It calls itself "${peerSystemId}".`
  return {
    succeeded: true,
    outcome: 'BOUND',
    text: `Bound to ${settings.host}:${settings.port} for ${bindWords[settings.bindType]}.${called}`,
    whatToDo: null,
    commandStatus: 'ESME_ROK',
    peerSystemId: peerSystemId === '' ? null : peerSystemId,
    tookMs: tookMs(),
  }
}
