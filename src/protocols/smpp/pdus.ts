/**
 * Every PDU: SMPP 3.4 §4, and the broadcast ones of SMPP 5.0 §4.4. The order of fields is the order on the wire.
 * Lengths of C-octet strings count the closing NUL, as the standard does.
 */
import { status } from './status.ts'

export interface U8 {
  readonly kind: 'u8'
}
/** octetsMax counts the NUL. `fault` is answered to a peer whose string is longer. */
export interface CString {
  readonly kind: 'text'
  readonly octetsMax: number
  readonly fault: number
}
/** One length octet (sm_length), then that many octets. Never a C string: '@' is 0x00 in the GSM alphabet. */
export interface Octets {
  readonly kind: 'octets'
  readonly octetsMax: number
}
export interface Destinations {
  readonly kind: 'destinations'
}
export interface Unsuccess {
  readonly kind: 'unsuccess'
}
export type Field = U8 | CString | Octets | Destinations | Unsuccess

export const shortMessageOctetsMax = 254

const u8: U8 = { kind: 'u8' }
const octets = (octetsMax: number): Octets => ({ kind: 'octets', octetsMax })
const cString = (octetsMax: number, fault: number = status.ESME_RINVCMDLEN): CString => ({
  kind: 'text',
  octetsMax,
  fault,
})

/** States a PDU may be sent in: bits of the bind kinds; 0 stands for "whatever the state". */
export const TX = 1
export const RX = 2
export const TRX = 4
const SENDING = TX | TRX
const RECEIVING = RX | TRX
const BOUND = TX | RX | TRX

export type Sender = 'ESME' | 'SMSC' | 'both'

interface PduShape<F extends Record<string, Field>> {
  readonly id: number
  readonly sender: Sender
  readonly states: number
  readonly fields: F
}

const pdu = <F extends Record<string, Field>>(
  id: number,
  sender: Sender,
  states: number,
  fields: F,
): PduShape<F> => ({
  id,
  sender,
  states,
  fields,
})

/** 3.4 says 16 and 9; carriers hand out longer names and passwords, so both ends take 64 characters. */
const system_id = cString(65, status.ESME_RINVSYSID)
const password = cString(65, status.ESME_RINVPASWD)
const service_type = cString(6, status.ESME_RINVSERTYP)
const message_id = cString(65, status.ESME_RINVMSGID)
const source = {
  source_addr_ton: u8,
  source_addr_npi: u8,
  source_addr: cString(21, status.ESME_RINVSRCADR),
}
const destination = {
  dest_addr_ton: u8,
  dest_addr_npi: u8,
  destination_addr: cString(21, status.ESME_RINVDSTADR),
}
const longSource = { ...source, source_addr: cString(65, status.ESME_RINVSRCADR) }
const longDestination = { ...destination, destination_addr: cString(65, status.ESME_RINVDSTADR) }
const schedule_delivery_time = cString(17, status.ESME_RINVSCHED)
const validity_period = cString(17, status.ESME_RINVEXPIRY)
/** 254 octets are written (3.4 §5.2.22); the reader also takes the 255 of a 5.0 peer. More goes as message_payload. */
const short_message = octets(shortMessageOctetsMax)

const bind = {
  system_id,
  password,
  system_type: cString(13, status.ESME_RINVSYSTYP),
  interface_version: u8,
  addr_ton: u8,
  addr_npi: u8,
  address_range: cString(41),
}
const messageTail = {
  esm_class: u8,
  protocol_id: u8,
  priority_flag: u8,
  schedule_delivery_time,
  validity_period,
  registered_delivery: u8,
  replace_if_present_flag: u8,
  data_coding: u8,
  sm_default_msg_id: u8,
  short_message,
}
const oneMessage = { service_type, ...source, ...destination, ...messageTail }

export const pdus = {
  generic_nack: pdu(0x80000000, 'both', 0, {}),
  bind_receiver: pdu(0x00000001, 'ESME', 0, bind),
  bind_receiver_resp: pdu(0x80000001, 'SMSC', 0, { system_id }),
  bind_transmitter: pdu(0x00000002, 'ESME', 0, bind),
  bind_transmitter_resp: pdu(0x80000002, 'SMSC', 0, { system_id }),
  query_sm: pdu(0x00000003, 'ESME', SENDING, { message_id, ...source }),
  query_sm_resp: pdu(0x80000003, 'SMSC', 0, {
    message_id,
    final_date: cString(17),
    message_state: u8,
    error_code: u8,
  }),
  submit_sm: pdu(0x00000004, 'ESME', SENDING, oneMessage),
  submit_sm_resp: pdu(0x80000004, 'SMSC', 0, { message_id }),
  deliver_sm: pdu(0x00000005, 'SMSC', RECEIVING, oneMessage),
  deliver_sm_resp: pdu(0x80000005, 'ESME', 0, { message_id }),
  unbind: pdu(0x00000006, 'both', BOUND, {}),
  unbind_resp: pdu(0x80000006, 'both', 0, {}),
  replace_sm: pdu(0x00000007, 'ESME', SENDING, {
    message_id,
    ...source,
    schedule_delivery_time,
    validity_period,
    registered_delivery: u8,
    sm_default_msg_id: u8,
    short_message,
  }),
  replace_sm_resp: pdu(0x80000007, 'SMSC', 0, {}),
  cancel_sm: pdu(0x00000008, 'ESME', SENDING, {
    service_type,
    message_id,
    ...source,
    ...destination,
  }),
  cancel_sm_resp: pdu(0x80000008, 'SMSC', 0, {}),
  bind_transceiver: pdu(0x00000009, 'ESME', 0, bind),
  bind_transceiver_resp: pdu(0x80000009, 'SMSC', 0, { system_id }),
  outbind: pdu(0x0000000b, 'SMSC', 0, { system_id, password }),
  enquire_link: pdu(0x00000015, 'both', 0, {}),
  enquire_link_resp: pdu(0x80000015, 'both', 0, {}),
  submit_multi: pdu(0x00000021, 'ESME', SENDING, {
    service_type,
    ...source,
    dest_address: { kind: 'destinations' } as Destinations,
    ...messageTail,
  }),
  submit_multi_resp: pdu(0x80000021, 'SMSC', 0, {
    message_id,
    unsuccess_sme: { kind: 'unsuccess' } as Unsuccess,
  }),
  alert_notification: pdu(0x00000102, 'SMSC', RECEIVING, {
    ...longSource,
    esme_addr_ton: u8,
    esme_addr_npi: u8,
    esme_addr: cString(65, status.ESME_RINVDSTADR),
  }),
  data_sm: pdu(0x00000103, 'both', BOUND, {
    service_type,
    ...longSource,
    ...longDestination,
    esm_class: u8,
    registered_delivery: u8,
    data_coding: u8,
  }),
  data_sm_resp: pdu(0x80000103, 'both', 0, { message_id }),
  // SMPP 5.0
  broadcast_sm: pdu(0x00000111, 'ESME', SENDING, {
    service_type,
    ...source,
    message_id,
    priority_flag: u8,
    schedule_delivery_time,
    validity_period,
    replace_if_present_flag: u8,
    data_coding: u8,
    sm_default_msg_id: u8,
  }),
  broadcast_sm_resp: pdu(0x80000111, 'SMSC', 0, { message_id }),
  query_broadcast_sm: pdu(0x00000112, 'ESME', SENDING, { message_id, ...source }),
  query_broadcast_sm_resp: pdu(0x80000112, 'SMSC', 0, { message_id }),
  cancel_broadcast_sm: pdu(0x00000113, 'ESME', SENDING, { service_type, message_id, ...source }),
  cancel_broadcast_sm_resp: pdu(0x80000113, 'SMSC', 0, {}),
}

export type CommandName = keyof typeof pdus
type FieldsOf<N extends CommandName> = (typeof pdus)[N]['fields']
type EveryField = { [N in CommandName]: FieldsOf<N> }[CommandName]
type NamesOf<F, K extends Field> = F extends unknown
  ? { [P in keyof F]: F[P] extends K ? P : never }[keyof F]
  : never

export type TextField = NamesOf<EveryField, CString>
export type NumberField = NamesOf<EveryField, U8>
export type OctetsField = NamesOf<EveryField, Octets>

/** submit_multi: an address or the name of a distribution list (3.4 §5.2.24-27). */
export type Destination =
  | {
      readonly dest_addr_ton?: number
      readonly dest_addr_npi?: number
      readonly destination_addr: string
    }
  | { readonly dl_name: string }

/** submit_multi_resp: one address that was not accepted, and why (3.4 §5.2.26). */
export interface UnsuccessfulDelivery {
  readonly dest_addr_ton?: number
  readonly dest_addr_npi?: number
  readonly destination_addr: string
  readonly error_status_code: number
}

type ValueOf<F> = F extends U8
  ? number
  : F extends CString
    ? string
    : F extends Octets
      ? Uint8Array
      : F extends Destinations
        ? readonly Destination[]
        : F extends Unsuccess
          ? readonly UnsuccessfulDelivery[]
          : never

/** The mandatory fields of a PDU; what is left out goes as 0, as '' or as no octets. */
export type MandatoryFields<N extends CommandName> = {
  [P in keyof FieldsOf<N>]?: ValueOf<FieldsOf<N>[P]>
}

/** Octets of one destination's strings, NUL included: destination_addr (3.4 §5.2.9) and dl_name (§5.2.27). */
export const destinationOctetsMax = 21
export const listNameOctetsMax = 21
/** 3.4 §5.2.24 allows 254 destinations; the count is one octet. */
export const destinationsMax = 255

export const responseBit = 0x80000000

/** command_id by name: `command.submit_sm === 4`. */
export const command = Object.freeze(
  Object.fromEntries(Object.entries(pdus).map(([name, shape]) => [name, shape.id])),
) as { readonly [N in CommandName]: number }

const nameById = new Map<number, CommandName>(
  Object.entries(pdus).map(([name, shape]) => [shape.id, name as CommandName]),
)

/** The PDU's name, or undefined when the standard has none for this command_id. */
export const commandName = (id: number): CommandName | undefined => nameById.get(id >>> 0)
