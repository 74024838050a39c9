/** Which bind lets whom send what: SMPP 3.4 §2.3 (table 2-1). */
import type { Layout } from './layout.ts'
import { RX, TRX, TX, command } from './pdus.ts'
import type { CommandName } from './pdus.ts'
import type { BindKind, Role, SessionState } from './session-types.ts'

export const bindCommands: Record<BindKind, CommandName> = {
  transmitter: 'bind_transmitter',
  receiver: 'bind_receiver',
  transceiver: 'bind_transceiver',
}

const kinds = new Map<number, BindKind>([
  [command.bind_transmitter, 'transmitter'],
  [command.bind_receiver, 'receiver'],
  [command.bind_transceiver, 'transceiver'],
])

/** undefined: not the command_id of a bind. */
export const bindKindOf = (commandId: number): BindKind | undefined => kinds.get(commandId)

export const boundStates: Record<BindKind, SessionState> = {
  transmitter: 'BOUND_TX',
  receiver: 'BOUND_RX',
  transceiver: 'BOUND_TRX',
}

const bits: Record<SessionState, number> = {
  OPEN: 0,
  OUTBOUND: 0,
  BOUND_TX: TX,
  BOUND_RX: RX,
  BOUND_TRX: TRX,
  UNBOUND: 0,
  CLOSED: 0,
}

/** The state as a bit; 0 in every state that is not bound. */
export const stateBit = (state: SessionState): number => bits[state]

/** May this side send that PDU in the state with this bit? data_sm goes either way, but only towards who listens. */
export function maySend(sender: Role, layout: Layout, bit: number): boolean {
  if (layout.sender !== sender && layout.sender !== 'both') return false
  return (bit & layout.states & (sender === 'ESME' ? TX | TRX : RX | TRX)) !== 0
}
