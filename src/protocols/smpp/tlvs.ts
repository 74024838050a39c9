/**
 * Every optional parameter (TLV): SMPP 3.4 §5.3, SMPP 5.0 §4.8.4. Vendor tags (0x1400-0x3FFF) and unknown ones stay raw octets.
 * Numbers are read from 1 to 4 octets whatever the table says, since peers widen and narrow them; they are written as the table says.
 */
interface TlvNumber {
  readonly tag: number
  readonly kind: 'number'
  readonly octets: 1 | 2 | 4
}
/** octetsMax counts the NUL. A missing NUL is tolerated in reading. */
interface TlvText {
  readonly tag: number
  readonly kind: 'text'
  readonly octetsMax: number
}
interface TlvOctets {
  readonly tag: number
  readonly kind: 'octets'
  readonly octetsMin: number
  readonly octetsMax: number
}
/** Present or not; it has no value (alert_on_message_delivery may carry one octet in 5.0). */
interface TlvFlag {
  readonly tag: number
  readonly kind: 'flag'
  readonly octetsMax: number
}
interface TlvRepeated {
  readonly tag: number
  readonly kind: 'repeated'
  readonly octetsMin: number
  readonly octetsMax: number
}
export type Tlv = TlvNumber | TlvText | TlvOctets | TlvFlag | TlvRepeated

const u8 = (tag: number): TlvNumber => ({ tag, kind: 'number', octets: 1 })
const u16 = (tag: number): TlvNumber => ({ tag, kind: 'number', octets: 2 })
const u32 = (tag: number): TlvNumber => ({ tag, kind: 'number', octets: 4 })
const cString = (tag: number, octetsMax: number): TlvText => ({ tag, kind: 'text', octetsMax })
const octets = (tag: number, octetsMin: number, octetsMax = octetsMin): TlvOctets => ({
  tag,
  kind: 'octets',
  octetsMin,
  octetsMax,
})
const repeated = (tag: number, octetsMin: number, octetsMax: number): TlvRepeated => ({
  tag,
  kind: 'repeated',
  octetsMin,
  octetsMax,
})

export const tlvTable = {
  dest_addr_subunit: u8(0x0005),
  dest_network_type: u8(0x0006),
  dest_bearer_type: u8(0x0007),
  dest_telematics_id: u16(0x0008),
  source_addr_subunit: u8(0x000d),
  source_network_type: u8(0x000e),
  source_bearer_type: u8(0x000f),
  source_telematics_id: u8(0x0010),
  qos_time_to_live: u32(0x0017),
  payload_type: u8(0x0019),
  additional_status_info_text: cString(0x001d, 256),
  receipted_message_id: cString(0x001e, 65),
  ms_msg_wait_facilities: u8(0x0030),
  privacy_indicator: u8(0x0201),
  source_subaddress: octets(0x0202, 2, 23),
  dest_subaddress: octets(0x0203, 2, 23),
  user_message_reference: u16(0x0204),
  user_response_code: u8(0x0205),
  source_port: u16(0x020a),
  destination_port: u16(0x020b),
  sar_msg_ref_num: u16(0x020c),
  language_indicator: u8(0x020d),
  sar_total_segments: u8(0x020e),
  sar_segment_seqnum: u8(0x020f),
  sc_interface_version: u8(0x0210),
  callback_num_pres_ind: u8(0x0302),
  callback_num_atag: octets(0x0303, 0, 65),
  number_of_messages: u8(0x0304),
  callback_num: octets(0x0381, 4, 19),
  dpf_result: u8(0x0420),
  set_dpf: u8(0x0421),
  ms_availability_status: u8(0x0422),
  network_error_code: octets(0x0423, 3),
  message_payload: octets(0x0424, 0, 0xffff),
  delivery_failure_reason: u8(0x0425),
  more_messages_to_send: u8(0x0426),
  message_state: u8(0x0427),
  congestion_state: u8(0x0428),
  ussd_service_op: octets(0x0501, 1),
  broadcast_channel_indicator: u8(0x0600),
  broadcast_content_type: octets(0x0601, 3),
  broadcast_content_type_info: octets(0x0602, 1, 255),
  broadcast_message_class: u8(0x0603),
  broadcast_rep_num: u16(0x0604),
  broadcast_frequency_interval: octets(0x0605, 3),
  broadcast_area_identifier: repeated(0x0606, 1, 101),
  broadcast_error_status: u32(0x0607),
  broadcast_area_success: u8(0x0608),
  broadcast_end_time: cString(0x0609, 17),
  broadcast_service_group: octets(0x060a, 1, 255),
  billing_identification: octets(0x060b, 1, 1024),
  source_network_id: cString(0x060d, 66),
  dest_network_id: cString(0x060e, 66),
  source_node_id: octets(0x060f, 6),
  dest_node_id: octets(0x0610, 6),
  dest_addr_np_resolution: u8(0x0611),
  dest_addr_np_information: octets(0x0612, 10),
  dest_addr_np_country: octets(0x0613, 1, 5),
  display_time: u8(0x1201),
  sms_signal: u16(0x1203),
  ms_validity: octets(0x1204, 1, 4),
  alert_on_message_delivery: { tag: 0x130c, kind: 'flag', octetsMax: 1 } as TlvFlag,
  its_reply_type: u8(0x1380),
  its_session_info: octets(0x1383, 2),
} satisfies Record<string, Tlv>

export type TlvName = keyof typeof tlvTable
type TlvValueOf<T> = T extends TlvNumber
  ? number
  : T extends TlvText
    ? string
    : T extends TlvFlag
      ? true
      : T extends TlvRepeated
        ? readonly Uint8Array[]
        : Uint8Array
export type TlvValue<N extends TlvName> = TlvValueOf<(typeof tlvTable)[N]>

/** Optional parameters by name. Only broadcast_area_identifier may stand more than once in a PDU; it is a list. */
export type Tlvs = { [N in TlvName]?: TlvValue<N> | undefined }

/** A parameter that the table does not know, or whose octets are wanted as they came. */
export interface RawTlv {
  readonly tag: number
  readonly value: Uint8Array
}

export const tlvByTag: ReadonlyMap<number, Tlv & { readonly name: TlvName }> = new Map(
  Object.entries(tlvTable).map(([name, tlv]) => [tlv.tag, { ...tlv, name: name as TlvName }]),
)

/** Vendor tags: 3.4 §5.3.1 (table 5-7). */
export const vendorTagMin = 0x1400
export const vendorTagMax = 0x3fff
