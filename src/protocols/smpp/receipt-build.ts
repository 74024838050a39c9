/** Delivery receipts written, in the shapes that carriers use: for our server and for the simulator. */
import { shortMessageOctetsMax } from './pdus.ts'
import { esmClass } from './esm-class.ts'
import { messageState } from './receipt.ts'
import type { MessageState, NetworkError } from './receipt.ts'
import { dateDigits } from './time.ts'
import type { Tlvs } from './tlvs.ts'

export interface ReceiptFacts {
  readonly id: string
  readonly state: MessageState
  /** The network's error, up to three characters by the standard; '000' by default. */
  readonly err?: string
  /** ms since 1970; told in UTC. */
  readonly submittedAt: number
  readonly doneAt: number
  /** The start of the message; 20 characters are told. */
  readonly text?: string
  readonly sub?: number
  readonly dlvrd?: number
  readonly networkError?: NetworkError
}

/** Spread it into deliver({ source_addr, destination_addr, … }). */
export interface ReceiptFields {
  readonly esm_class: number
  readonly data_coding: number
  readonly short_message: Uint8Array
  readonly tlvs: Tlvs
}

interface Shape {
  /** Words of the text, in order; undefined: no text. */
  readonly write?: (facts: ReceiptFacts, stat: string) => readonly string[]
  readonly tlvs: boolean
  readonly id?: (id: string) => string
}

const statWords: Record<MessageState, string> = {
  SCHEDULED: 'SCHEDLD',
  ENROUTE: 'ENROUTE',
  DELIVERED: 'DELIVRD',
  EXPIRED: 'EXPIRED',
  DELETED: 'DELETED',
  UNDELIVERABLE: 'UNDELIV',
  ACCEPTED: 'ACCEPTD',
  UNKNOWN: 'UNKNOWN',
  REJECTED: 'REJECTD',
  SKIPPED: 'SKIPPED',
}

const toMinutes = (at: number): string => dateDigits(new Date(at)).slice(0, 10)
const toSeconds = (at: number): string => dateDigits(new Date(at))
const three = (count: number): string => String(count).padStart(3, '0')
const counts = (facts: ReceiptFacts): [sub: string, dlvrd: string] => [
  three(facts.sub ?? 1),
  three(facts.dlvrd ?? (facts.state === 'DELIVERED' ? 1 : 0)),
]
const error = (facts: ReceiptFacts): string => facts.err ?? '000'
const excerpt = (facts: ReceiptFacts): string => (facts.text ?? '').slice(0, 20)

function appendixB(date: (at: number) => string) {
  return (facts: ReceiptFacts, stat: string): readonly string[] => {
    const [sub, dlvrd] = counts(facts)
    return [
      `id:${facts.id}`,
      `sub:${sub}`,
      `dlvrd:${dlvrd}`,
      `submit date:${date(facts.submittedAt)}`,
      `done date:${date(facts.doneAt)}`,
      `stat:${stat}`,
      `err:${error(facts)}`,
      `text:${excerpt(facts)}`,
    ]
  }
}

const standardText = appendixB(toMinutes)
const numberOf = (id: string): bigint | undefined => (/^\d+$/.test(id) ? BigInt(id) : undefined)

export const receiptShapes = {
  /** Appendix B with the parameters beside it: what most SMSCs send. */
  standard: { write: standardText, tlvs: true },
  text_only: { write: standardText, tlvs: false },
  tlv_only: { tlvs: true },
  /** Dates to the second. */
  seconds: { write: appendixB(toSeconds), tlvs: false },
  /** "submitdate" and "donedate", no counts, no text. */
  joined: {
    write: (facts, stat) => [
      `id:${facts.id}`,
      `submitdate:${toMinutes(facts.submittedAt)}`,
      `donedate:${toMinutes(facts.doneAt)}`,
      `stat:${stat}`,
      `err:${error(facts)}`,
    ],
    tlvs: false,
  },
  /** Upper-case keys, state first. */
  shuffled: {
    write: (facts, stat) => [
      `STAT:${stat}`,
      `ERR:${error(facts)}`,
      `ID:${facts.id}`,
      `DONE DATE:${toMinutes(facts.doneAt)}`,
      `SUBMIT DATE:${toMinutes(facts.submittedAt)}`,
      `DLVRD:${counts(facts)[1]}`,
      `SUB:${counts(facts)[0]}`,
      `TEXT:${excerpt(facts)}`,
    ],
    tlvs: false,
  },
  /** Zeros where the dates belong. */
  undated: { write: appendixB(() => '0000000000'), tlvs: false },
  /** Keys of its own between the standard's. */
  extra_keys: {
    write: (facts, stat) => {
      const words = [...standardText(facts, stat)]
      words.splice(7, 0, 'mccmnc:22801', 'price:0.0042')
      return words
    },
    tlvs: false,
  },
  /** The id in hexadecimal, in text and parameter, while the submit_sm_resp told it in decimal. */
  hex_id: {
    write: standardText,
    tlvs: true,
    id: (id) => numberOf(id)?.toString(16).toUpperCase() ?? id,
  },
  /** The id with zeros in front to ten digits. */
  padded_id: { write: standardText, tlvs: false, id: (id) => id.padStart(10, '0') },
} satisfies Record<string, Shape>

export type ReceiptShape = keyof typeof receiptShapes

/** Makes the fields of a receipt. Text over 254 octets is cut: the excerpt stands last. */
export function buildReceipt(facts: ReceiptFacts, shape: ReceiptShape = 'standard'): ReceiptFields {
  const { write, tlvs, id = (same: string) => same }: Shape = receiptShapes[shape]
  const told: ReceiptFacts = { ...facts, id: id(facts.id) }
  const words = write?.(told, statWords[facts.state]) ?? []
  return {
    esm_class: facts.state === 'ENROUTE' ? esmClass.intermediate : esmClass.receipt,
    data_coding: 0,
    short_message: Buffer.from(words.join(' '), 'latin1').subarray(0, shortMessageOctetsMax),
    tlvs: tlvs ? receiptTlvs(told) : {},
  }
}

function receiptTlvs(facts: ReceiptFacts): Tlvs {
  const { networkError } = facts
  return {
    receipted_message_id: facts.id,
    message_state: messageState[facts.state],
    ...(networkError === undefined
      ? {}
      : {
          network_error_code: Buffer.from([
            networkError.networkType,
            networkError.code >> 8,
            networkError.code & 0xff,
          ]),
        }),
  }
}
