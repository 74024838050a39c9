/**
 * Meaning of data_coding: SMPP 3.4 §5.2.19 for the values SMPP names itself, TS 23.038 §4 for the rest.
 */

export type Alphabet =
  | 'gsm7'
  | 'octets'
  | 'ucs2'
  | 'ascii'
  | 'latin1'
  | 'utf8'
  | 'cyrillic'
  | 'hebrew'
  | 'jis'
  | 'extended-jis'
  | 'iso2022jp'
  | 'euckr'
  | 'pictogram'

/** 0 flash (shown at once, not stored), 1 phone, 2 SIM, 3 terminal equipment. */
export type MessageClass = 0 | 1 | 2 | 3

/** Message waiting indication (TS 23.038 §4, groups 1100 to 1110). */
export interface Waiting {
  active: boolean
  kind: 'voicemail' | 'fax' | 'email' | 'other'
  /** Whether the text is to be kept. */
  store: boolean
}

export interface DataCoding {
  /** `gsm7` for 0x00 means the default alphabet of the connection, which may be another. */
  alphabet: Alphabet
  messageClass: MessageClass | null
  flash: boolean
  compressed: boolean
  waiting: Waiting | null
}

const smppAlphabets: Readonly<Record<number, Alphabet>> = {
  0x00: 'gsm7',
  0x01: 'ascii',
  0x02: 'octets',
  0x03: 'latin1',
  0x04: 'octets',
  0x05: 'jis',
  0x06: 'cyrillic',
  0x07: 'hebrew',
  0x08: 'ucs2',
  0x09: 'pictogram',
  0x0a: 'iso2022jp',
  0x0d: 'extended-jis',
  0x0e: 'euckr',
}

const generalAlphabets: readonly Alphabet[] = ['gsm7', 'octets', 'ucs2', 'gsm7']
const waitingKinds: readonly Waiting['kind'][] = ['voicemail', 'fax', 'email', 'other']

const plain = (alphabet: Alphabet): DataCoding => ({
  alphabet,
  messageClass: null,
  flash: false,
  compressed: false,
  waiting: null,
})

/** Reserved values are the default alphabet, as TS 23.038 §4 asks of a receiver. */
export function decodeDataCoding(dataCoding: number): DataCoding {
  const octet = dataCoding & 0xff
  const smpp = smppAlphabets[octet]
  if (smpp) return plain(smpp)
  if (octet < 0x80) return generalGroup(octet)
  if (octet >= 0xf0) return classGroup(octet)
  if (octet >= 0xc0) return waitingGroup(octet)
  return plain('gsm7')
}

/** 00xx and 01xx (marked for automatic deletion): bit 5 compressed, bit 4 class present, bits 3-2 alphabet. */
function generalGroup(octet: number): DataCoding {
  const alphabet = generalAlphabets[(octet >>> 2) & 3] ?? 'gsm7'
  const messageClass = octet & 0x10 ? ((octet & 3) as MessageClass) : null
  const compressed = (octet & 0x20) !== 0
  return { alphabet, messageClass, flash: messageClass === 0, compressed, waiting: null }
}

/** 1111: bit 2 alphabet, bits 1-0 class. */
function classGroup(octet: number): DataCoding {
  const messageClass = (octet & 3) as MessageClass
  const alphabet = octet & 4 ? 'octets' : 'gsm7'
  return { alphabet, messageClass, flash: messageClass === 0, compressed: false, waiting: null }
}

/** 1100 discard, 1101 store, 1110 store in UCS-2: bit 3 active, bits 1-0 what waits. */
function waitingGroup(octet: number): DataCoding {
  const waiting: Waiting = {
    active: (octet & 8) !== 0,
    kind: waitingKinds[octet & 3] ?? 'other',
    store: octet >= 0xd0,
  }
  return { ...plain(octet >= 0xe0 ? 'ucs2' : 'gsm7'), waiting }
}
