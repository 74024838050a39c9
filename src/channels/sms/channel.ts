import type { Clock } from '../../core/clock.ts'
import type { Channel, Outbound, SendOutcome } from '../../messaging/index.ts'
import type { Operators } from '../../telecoms/operators/index.ts'
import { inboxBody } from './api/inbox.ts'
import { reportsBody } from './api/reports.ts'
import { prepare } from './content.ts'
import { read } from './inbound.ts'
import { References } from './references.ts'
import { notConnected, outcomeOf, unitsOf } from './submit.ts'

/** The part of the operators that the channel sends through. */
export type SmsOperators = Pick<Operators, 'submit' | 'room' | 'onRoom' | 'profile' | 'states'>

/** Short messages over SMPP: content, segments, what the operator's answers mean. */
export function sms({ operators, clock }: { operators: SmsOperators; clock: Clock }): Channel {
  const references = new References()

  /** Up to the submit nothing waits: room taken is seen by the next look at it. */
  async function send(message: Outbound): Promise<SendOutcome> {
    const profile = operators.profile(message.connectionId)
    if (profile === null) return notConnected
    const reference = message.parts > 1 ? references.next(message.sender, message.dest) : 0
    const made = unitsOf(message, profile, reference, clock.ms())
    if (!made.ok) return made.outcome
    return outcomeOf(await operators.submit(message.connectionId, made.units))
  }

  return {
    id: 'SMS',
    prepare,
    send,
    room: (connectionId) => operators.room(connectionId),
    connected: (connectionId) =>
      operators.states().some((one) => one.connectionId === connectionId && one.bound > 0),
    onRoom: (listener) => operators.onRoom(listener),
    read,
    reportsBody,
    inboundBody: inboxBody,
  }
}
