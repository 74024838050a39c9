import { describe, expect, it } from 'vitest'
import { PduView, SmppCodecError, decodePdu, encodePdu, status } from './index.ts'
import type { CommandName, PduFields } from './index.ts'

/** Golden PDUs, set by hand from the standard's tables. `fields` is what is written and what must be read. */
interface Golden<N extends CommandName = CommandName> {
  readonly name: N
  readonly status?: number
  readonly sequence: number
  readonly octets: string
  readonly fields: PduFields<N>
}
const golden = <N extends CommandName>(one: Golden<N>): Golden => one as unknown as Golden
const text = (value: string): string => Buffer.from(`${value}\0`, 'latin1').toString('hex')
const hex = (value: string): Buffer => Buffer.from(value, 'hex')

const goldens: Golden[] = [
  // 3.4 §3.2.1: the standard's own example, octet by octet.
  golden({
    name: 'bind_transmitter',
    sequence: 1,
    octets:
      '0000002f 00000002 00000000 00000001 534d50503354455354 00 7365637265743038 00 5355424d495431 00 00 01 01 00',
    fields: {
      system_id: 'SMPP3TEST',
      password: 'secret08',
      system_type: 'SUBMIT1',
      interface_version: 0,
      addr_ton: 1,
      addr_npi: 1,
      address_range: '',
    },
  }),
  golden({
    name: 'bind_transceiver_resp',
    sequence: 0x7fffffff,
    octets: `0000001a 80000009 00000000 7fffffff ${text('smsc')} 0210 0001 34`,
    fields: { system_id: 'smsc', tlvs: { sc_interface_version: 0x34 } },
  }),
  golden({
    name: 'outbind',
    sequence: 2,
    octets: `0000001d 0000000b 00000000 00000002 ${text('smsc')} ${text('secret1')}`,
    fields: { system_id: 'smsc', password: 'secret1' },
  }),
  golden({
    name: 'submit_sm',
    sequence: 5,
    octets: [
      '00000050 00000004 00000000 00000005',
      text('CMT'),
      `05 00 ${text('Trunkline')}`,
      `01 01 ${text('41793026727')}`,
      '40 00 01',
      text(''),
      text('000001000000000R'),
      '01 00 00 00',
      // UDH and text in one: '@' is 0x00 in the GSM alphabet and must not end anything.
      '08 0500030a0201 00 41',
    ].join(' '),
    fields: {
      service_type: 'CMT',
      source_addr_ton: 5,
      source_addr_npi: 0,
      source_addr: 'Trunkline',
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: '41793026727',
      esm_class: 0x40,
      protocol_id: 0,
      priority_flag: 1,
      schedule_delivery_time: '',
      validity_period: '000001000000000R',
      registered_delivery: 1,
      replace_if_present_flag: 0,
      data_coding: 0,
      sm_default_msg_id: 0,
      short_message: hex('0500030a02010041'),
    },
  }),
  golden({
    name: 'deliver_sm',
    sequence: 6,
    octets: [
      '00000049 00000005 00000000 00000006',
      text(''),
      `01 01 ${text('4179')}`,
      `03 00 ${text('1000')}`,
      '04 00 00',
      text(''),
      text(''),
      '00 00 00 00',
      '00',
      `001e 0007 ${text('abc123')}`,
      '0427 0001 02',
      '0423 0003 030022',
      // A vendor's own.
      '1403 0005 3232383031',
    ].join(' '),
    fields: {
      service_type: '',
      source_addr_ton: 1,
      source_addr_npi: 1,
      source_addr: '4179',
      dest_addr_ton: 3,
      dest_addr_npi: 0,
      destination_addr: '1000',
      esm_class: 4,
      protocol_id: 0,
      priority_flag: 0,
      schedule_delivery_time: '',
      validity_period: '',
      registered_delivery: 0,
      replace_if_present_flag: 0,
      data_coding: 0,
      sm_default_msg_id: 0,
      short_message: hex(''),
      tlvs: { receipted_message_id: 'abc123', message_state: 2, network_error_code: hex('030022') },
      rawTlvs: [{ tag: 0x1403, value: Buffer.from('22801') }],
    },
  }),
  golden({
    name: 'submit_sm_resp',
    sequence: 5,
    octets: `00000013 80000004 00000000 00000005 ${text('a1')}`,
    fields: { message_id: 'a1' },
  }),
  golden({
    name: 'submit_multi',
    sequence: 9,
    octets: [
      '0000003d 00000021 00000000 00000009',
      text(''),
      `00 00 ${text('1000')}`,
      `02 01 01 01 ${text('41791')} 02 ${text('friends')}`,
      '00 00 00',
      text(''),
      text(''),
      '00 00 00 00',
      '02 4869',
      '0204 0002 0102',
    ].join(' '),
    fields: {
      service_type: '',
      source_addr_ton: 0,
      source_addr_npi: 0,
      source_addr: '1000',
      dest_address: [
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '41791' },
        { dl_name: 'friends' },
      ],
      esm_class: 0,
      protocol_id: 0,
      priority_flag: 0,
      schedule_delivery_time: '',
      validity_period: '',
      registered_delivery: 0,
      replace_if_present_flag: 0,
      data_coding: 0,
      sm_default_msg_id: 0,
      short_message: Buffer.from('Hi'),
      tlvs: { user_message_reference: 0x0102 },
    },
  }),
  golden({
    name: 'submit_multi_resp',
    sequence: 9,
    octets: `0000001f 80000021 00000000 00000009 ${text('7')} 01 01 01 ${text('41791')} 0000000b`,
    fields: {
      message_id: '7',
      unsuccess_sme: [
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '41791', error_status_code: 0x0b },
      ],
    },
  }),
  golden({
    name: 'query_sm_resp',
    sequence: 3,
    octets: `00000026 80000003 00000000 00000003 ${text('77')} ${text('261123104500000+')} 02 00`,
    fields: { message_id: '77', final_date: '261123104500000+', message_state: 2, error_code: 0 },
  }),
  golden({
    name: 'generic_nack',
    status: status.ESME_RINVCMDID,
    sequence: 12,
    octets: '00000010 80000000 00000003 0000000c',
    fields: {},
  }),
  golden({
    name: 'enquire_link',
    sequence: 1,
    octets: '00000010 00000015 00000000 00000001',
    fields: {},
  }),
  golden({
    name: 'alert_notification',
    sequence: 4,
    octets: `00000023 00000102 00000000 00000004 01 01 ${text('4179')} 00 00 ${text('esme')} 0422 0001 00`,
    fields: {
      source_addr_ton: 1,
      source_addr_npi: 1,
      source_addr: '4179',
      esme_addr_ton: 0,
      esme_addr_npi: 0,
      esme_addr: 'esme',
      tlvs: { ms_availability_status: 0 },
    },
  }),
  golden({
    name: 'data_sm',
    sequence: 8,
    octets: [
      '0000002a 00000103 00000000 00000008',
      `${text('')} 00 00 ${text('1000')} 01 01 ${text('4179')} 00 01 08`,
      '0424 0004 04160435',
    ].join(' '),
    fields: {
      service_type: '',
      source_addr_ton: 0,
      source_addr_npi: 0,
      source_addr: '1000',
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: '4179',
      esm_class: 0,
      registered_delivery: 1,
      data_coding: 8,
      tlvs: { message_payload: hex('04160435') },
    },
  }),
  // 5.0 §4.4.1.1, with the parameters it demands and a repeated one.
  golden({
    name: 'broadcast_sm',
    sequence: 8,
    octets: [
      '00000043 00000111 00000000 00000008',
      `${text('')} 00 00 ${text('1000')} ${text('')} 00 ${text('')} ${text('')} 00 00 00`,
      '0606 0004 00434831 0606 0004 00434832',
      '0601 0003 000010',
      '0604 0002 0005',
      '0605 0003 08000a',
    ].join(' '),
    fields: {
      service_type: '',
      source_addr_ton: 0,
      source_addr_npi: 0,
      source_addr: '1000',
      message_id: '',
      priority_flag: 0,
      schedule_delivery_time: '',
      validity_period: '',
      replace_if_present_flag: 0,
      data_coding: 0,
      sm_default_msg_id: 0,
      tlvs: {
        broadcast_area_identifier: [hex('00434831'), hex('00434832')],
        broadcast_content_type: hex('000010'),
        broadcast_rep_num: 5,
        broadcast_frequency_interval: hex('08000a'),
      },
    },
  }),
]

describe('golden PDUs', () => {
  it.each(goldens)('$name is written octet by octet as the standard says', (one) => {
    const written = encodePdu(one.name, one)
    expect(written.toString('hex')).toBe(one.octets.replaceAll(' ', ''))
  })

  it.each(goldens)('$name is read back field by field', (one) => {
    const view = decodePdu(hex(one.octets.replaceAll(' ', '')))
    expect(view.name).toBe(one.name)
    expect(view.commandStatus).toBe(one.status ?? 0)
    expect(view.sequenceNumber).toBe(one.sequence)
    expect(view.fields()).toEqual(one.fields)
  })
})

describe('lengths, in writing', () => {
  const refused = (fields: PduFields<'submit_sm'>): SmppCodecError => {
    try {
      encodePdu('submit_sm', { sequence: 1, fields })
    } catch (error) {
      if (error instanceof SmppCodecError) return error
      throw error
    }
    throw new Error('was written')
  }

  it('takes 20 characters of an address and refuses 21', () => {
    const address = '12345678901234567890'
    const octets = encodePdu('submit_sm', { sequence: 1, fields: { destination_addr: address } })
    expect(decodePdu(octets).text('destination_addr')).toBe(address)
    const error = refused({ destination_addr: `${address}1` })
    expect(error.status).toBe(status.ESME_RINVDSTADR)
    expect(error.field).toBe('destination_addr')
  })

  it('takes 254 octets of short_message and refuses 255', () => {
    const octets = encodePdu('submit_sm', {
      sequence: 1,
      fields: { short_message: Buffer.alloc(254) },
    })
    expect(decodePdu(octets).octetsLength('short_message')).toBe(254)
    expect(refused({ short_message: Buffer.alloc(255) }).status).toBe(status.ESME_RINVMSGLEN)
  })

  it('refuses what a C-octet string cannot carry', () => {
    expect(refused({ source_addr: 'a\0b' }).status).toBe(status.ESME_RINVSRCADR)
    expect(refused({ source_addr: 'a€' }).status).toBe(status.ESME_RINVSRCADR)
  })

  it('refuses numbers and parameters out of their range', () => {
    expect(refused({ esm_class: 256 }).status).toBe(status.ESME_RINVESMCLASS)
    expect(refused({ data_coding: -1 }).field).toBe('data_coding')
    expect(refused({ data_coding: Number.NaN }).field).toBe('data_coding')
    expect(refused({ tlvs: { user_message_reference: 65_536 } }).status).toBe(
      status.ESME_RINVOPTPARAMVAL,
    )
    expect(refused({ tlvs: { network_error_code: Buffer.alloc(2) } }).status).toBe(
      status.ESME_RINVPARLEN,
    )
    expect(refused({ tlvs: { receipted_message_id: 'x'.repeat(65) } }).status).toBe(
      status.ESME_RINVPARLEN,
    )
  })
})

describe('lengths, in reading', () => {
  const faultOf = (octets: string): number => {
    const buffer = hex(octets.replaceAll(' ', ''))
    return new PduView().attach(buffer, 0, buffer.length).fault
  }
  const header = '00000000 00000003 00000000 00000001'

  it('names the field that is too long', () => {
    expect(faultOf(`${header} ${'41'.repeat(65)} 00 00 00 00`)).toBe(status.ESME_RINVMSGID)
    expect(faultOf(`${header} 00 00 00 ${'31'.repeat(21)} 00`)).toBe(status.ESME_RINVSRCADR)
    expect(faultOf(`${header} 00 00 00 ${'31'.repeat(20)} 00`)).toBe(0)
  })

  it('finds a request that ends early', () => {
    expect(faultOf(header)).toBe(status.ESME_RINVCMDLEN)
    expect(faultOf(`${header} 41 00 01`)).toBe(status.ESME_RINVCMDLEN)
    expect(faultOf(`${header} 41 00 01 01 3434`)).toBe(status.ESME_RINVCMDLEN)
  })

  it('finds parameters that overrun the PDU or their own length, and keeps those before', () => {
    const octets = hex(`${header} 00 00 00 00 0204 0002 0007 0427 0009 02`.replaceAll(' ', ''))
    const view = new PduView().attach(octets, 0, octets.length)
    expect(view.fault).toBe(status.ESME_RINVOPTPARSTREAM)
    expect(view.tlvs()).toEqual({ user_message_reference: 7 })
    expect(faultOf(`${header} 00 00 00 00 0427 0005 0000000002`)).toBe(status.ESME_RINVPARLEN)
  })

  it('takes an answer without body, without its last NUL, and padding behind the last parameter', () => {
    const answer = '00000000 80000004 00000000 00000001'
    expect(faultOf(answer)).toBe(0)
    const octets = hex(`${answer} 6162`.replaceAll(' ', ''))
    const view = new PduView().attach(octets, 0, octets.length)
    expect(view.fault).toBe(0)
    expect(view.text('message_id')).toBe('ab')
    expect(faultOf(`${header} 00 00 00 00 000000`)).toBe(0)
  })

  it('reads numbers that the peer made wider or narrower than the table', () => {
    const octets = hex(`${header} 00 00 00 00 0427 0002 0005 0204 0001 09`.replaceAll(' ', ''))
    const view = new PduView().attach(octets, 0, octets.length)
    expect(view.tlv('message_state')).toBe(5)
    expect(view.tlv('user_message_reference')).toBe(9)
  })

  it('keeps a private copy that outlives the buffer', () => {
    const octets = encodePdu('submit_sm_resp', { sequence: 1, fields: { message_id: 'keep me' } })
    const kept = decodePdu(octets).keep()
    octets.fill(0)
    expect(kept.text('message_id')).toBe('keep me')
  })

  it('answers 0, "" and nothing for fields the PDU does not have', () => {
    const view = decodePdu(encodePdu('enquire_link', { sequence: 1 }))
    expect(view.text('message_id')).toBe('')
    expect(view.number('esm_class')).toBe(0)
    expect(view.octets('short_message').length).toBe(0)
    expect(view.destinations()).toEqual([])
    expect(view.tlv('message_state')).toBeUndefined()
  })
})
