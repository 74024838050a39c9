/** An independent reader of our PDUs: Wireshark's dissector. Skipped by name where tshark is not installed. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  encodePdu,
  esmClass,
  status,
  type CommandName,
  type PduFields,
  type Tlvs,
} from './index.ts'
import { pdus } from './pdus.ts'
import { commandNames, anyPdu } from './testing/arbitraries.ts'

const present = existsSync('/usr/bin/tshark') && existsSync('/usr/bin/text2pcap')
const suite = present ? describe : describe.skip
const title = present ? 'tshark' : 'tshark (skipped: /usr/bin/tshark is not installed)'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smpp-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Makes a capture with one PDU in each segment, and lets tshark read it. */
function dissect(octets: readonly Buffer[], ...options: string[]): string {
  const dump = octets.map((one) => `0000 ${one.toString('hex').replace(/../g, '$& ')}`).join('\n\n')
  const [text, capture] = [join(folder, 'pdus.txt'), join(folder, 'pdus.pcap')]
  writeFileSync(text, `${dump}\n`)
  execFileSync('/usr/bin/text2pcap', ['-q', '-T', '40000,2775', text, capture], { stdio: 'ignore' })
  const read = ['-n', '-r', capture, '-d', 'tcp.port==2775,smpp', ...options]
  return execFileSync('/usr/bin/tshark', read, { stdio: ['ignore', 'pipe', 'ignore'] }).toString()
}

/** Plausible values for every field and every optional parameter, so that each PDU of the table is told in full. */
const tlvs: Tlvs = {
  dest_addr_subunit: 1,
  dest_network_type: 1,
  dest_bearer_type: 1,
  dest_telematics_id: 1,
  source_addr_subunit: 1,
  source_network_type: 1,
  source_bearer_type: 1,
  source_telematics_id: 1,
  qos_time_to_live: 3600,
  payload_type: 0,
  additional_status_info_text: 'nothing to add',
  receipted_message_id: 'abc123',
  ms_msg_wait_facilities: 0x81,
  privacy_indicator: 1,
  source_subaddress: Buffer.from('a0313233', 'hex'),
  dest_subaddress: Buffer.from('a0313233', 'hex'),
  user_message_reference: 7,
  user_response_code: 1,
  source_port: 9200,
  destination_port: 9201,
  sar_msg_ref_num: 5,
  language_indicator: 1,
  sar_total_segments: 2,
  sar_segment_seqnum: 1,
  sc_interface_version: 0x34,
  callback_num_pres_ind: 1,
  callback_num_atag: Buffer.from('00414c', 'hex'),
  number_of_messages: 3,
  callback_num: Buffer.from('0101013431373931', 'hex'),
  dpf_result: 1,
  set_dpf: 1,
  ms_availability_status: 0,
  network_error_code: Buffer.from('030022', 'hex'),
  message_payload: Buffer.from('a payload'),
  delivery_failure_reason: 1,
  more_messages_to_send: 1,
  message_state: 2,
  congestion_state: 40,
  ussd_service_op: Buffer.from('02', 'hex'),
  broadcast_channel_indicator: 0,
  broadcast_content_type: Buffer.from('000010', 'hex'),
  broadcast_content_type_info: Buffer.from('0102', 'hex'),
  broadcast_message_class: 1,
  // broadcast_rep_num is left out: Wireshark 4.0 reads one octet of this number of two (5.0 §4.8.4.13) and then stumbles.
  broadcast_frequency_interval: Buffer.from('08000a', 'hex'),
  broadcast_area_identifier: [Buffer.from('00434831', 'hex'), Buffer.from('00434832', 'hex')],
  broadcast_error_status: 0,
  broadcast_area_success: 100,
  broadcast_end_time: '261123104500000+',
  broadcast_service_group: Buffer.from('01', 'hex'),
  billing_identification: Buffer.from('0102', 'hex'),
  source_network_id: '22801',
  dest_network_id: '22802',
  source_node_id: Buffer.from('313233343536', 'hex'),
  dest_node_id: Buffer.from('313233343536', 'hex'),
  dest_addr_np_resolution: 1,
  dest_addr_np_information: Buffer.from('31323334353637383930', 'hex'),
  dest_addr_np_country: Buffer.from('0000000029', 'hex'),
  display_time: 1,
  sms_signal: 1,
  ms_validity: Buffer.from('00', 'hex'),
  alert_on_message_delivery: true,
  its_reply_type: 1,
  its_session_info: Buffer.from('0102', 'hex'),
}
const values: Record<string, unknown> = {
  system_id: 'esme',
  password: 'secret',
  system_type: 'gateway',
  interface_version: 0x34,
  service_type: 'CMT',
  source_addr_ton: 5,
  source_addr: 'Trunkline',
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: '41793026727',
  message_id: 'abc123',
  schedule_delivery_time: '261123104500000+',
  validity_period: '000001000000000R',
  final_date: '261123104500000+',
  message_state: 2,
  registered_delivery: 1,
  short_message: Buffer.from('hello'),
  esme_addr: 'esme',
  dest_address: [
    { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '41791' },
    { dl_name: 'friends' },
  ],
  unsuccess_sme: [
    { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '41791', error_status_code: 11 },
  ],
}

function fullFields(name: CommandName, withTlvs: boolean): PduFields<CommandName> {
  const fields = Object.fromEntries(
    Object.keys(pdus[name].fields)
      .filter((field) => field in values)
      .map((field) => [field, values[field]]),
  )
  // message_payload beside short_message would break the standard's own rule.
  const { message_payload: _, ...others } = tlvs
  const carried = name === 'data_sm' ? tlvs : others
  return withTlvs ? { ...fields, tlvs: carried } : fields
}

/** Headers alone carry no parameters. */
const bare = new Set<CommandName>(
  commandNames.filter((name) => /^(enquire_link|unbind|generic_nack)/.test(name)),
)

suite(title, () => {
  it('finds no malformed PDU and no other command_id, for every PDU with and without optional parameters', () => {
    const list = commandNames.flatMap((name) => [
      { name, octets: encodePdu(name, { sequence: 7, fields: fullFields(name, false) }) },
      ...(bare.has(name)
        ? []
        : [{ name, octets: encodePdu(name, { sequence: 8, fields: fullFields(name, true) }) }]),
    ])
    const octets = list.map((one) => one.octets)
    expect(dissect(octets, '-Y', '_ws.malformed')).toBe('')
    const ids = dissect(octets, '-T', 'fields', '-e', 'smpp.command_id').trim().split('\n')
    expect(ids.map(Number)).toEqual(list.map(({ name }) => pdus[name].id))
  })

  it('finds a PDU malformed that is (so that the silence above means something)', () => {
    const octets = encodePdu('submit_sm', { sequence: 1, fields: fullFields('submit_sm', false) })
    const cut = Buffer.from(octets.subarray(0, 40))
    cut.writeUInt32BE(40, 0)
    expect(dissect([cut], '-Y', '_ws.malformed')).not.toBe('')
    expect(dissect([cut], '-T', 'fields', '-e', 'smpp.destination_addr')).not.toContain(
      '41793026727',
    )
  })

  it('reads the same values as were written', () => {
    const octets = encodePdu('deliver_sm', { sequence: 9, fields: fullFields('deliver_sm', true) })
    const read = (...names: string[]): string[] =>
      dissect([octets], '-T', 'fields', ...names.flatMap((name) => ['-e', `smpp.${name}`]))
        .trim()
        .split('\t')
    expect(read('source_addr', 'destination_addr', 'service_type', 'sequence_number')).toEqual([
      'Trunkline',
      '41793026727',
      'CMT',
      '9',
    ])
    expect(read('receipted_message_id', 'message_state', 'sm_length').map(String)).toEqual([
      'abc123',
      '2',
      '5',
    ])
  })

  it('finds nothing malformed in refusals and in answers without body', () => {
    const answers = commandNames.filter((name) => pdus[name].id >= 0x80000000)
    const octets = answers.map((name) => {
      const header = encodePdu('unbind_resp', { sequence: 3, status: status.ESME_RTHROTTLED })
      header.writeUInt32BE(pdus[name].id, 4)
      return header
    })
    expect(dissect(octets, '-Y', '_ws.malformed')).toBe('')
  })

  it('finds nothing malformed in random PDUs without parameters', () => {
    const random = fc
      .sample(anyPdu, { numRuns: 200, seed: 34 })
      .map(({ name, sequence, fields }) => {
        // A random user data header is no fault of SMPP, but Wireshark looks into it.
        const esm_class = ((fields['esm_class'] as number | undefined) ?? 0) & ~esmClass.udhi
        return encodePdu(name, {
          sequence,
          fields: { ...fields, esm_class, tlvs: undefined, rawTlvs: undefined } as never,
        })
      })
    expect(dissect(random, '-Y', '_ws.malformed')).toBe('')
  })
})
