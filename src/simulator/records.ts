import type { FinalState } from './behaviour.ts'
import type { Address, Inbound, PartOfText, Submission } from './submission.ts'

/**
 * Lines of the journal. `s`: a submission was accepted or changed (the last one counts); `m`: a handset wrote (a part);
 * `d`: nothing is left to do for these. Short keys, because this is most of what is written to disk.
 */
export type JournalRecord = SubmissionRecord | InboundRecord | DoneRecord

type AddressRecord = [ton: number, npi: number, address: string]

export interface SubmissionRecord {
  k: 's'
  id: number
  /** messageId where it differs */
  mid?: number
  sys: string
  src: AddressRecord
  dst: AddressRecord
  esm?: number
  dcs?: number
  rd?: number
  o: string
  sar?: [reference: number, total: number, number: number]
  umr?: number
  val?: number
  at: number
  due: number
  st: FinalState
  err?: number
  late?: number
  owed?: number
  ans?: { text: string; afterMs: number }
  answered?: 1
}

export interface InboundRecord {
  k: 'm'
  id: number
  sys: string
  from: AddressRecord
  to: AddressRecord
  esm?: number
  dcs?: number
  o: string
  text?: string
  parts?: number
  at: number
  re?: number
}

export interface DoneRecord {
  k: 'd'
  ids: number[]
}

const packed = ({ ton, npi, address }: Address): AddressRecord => [ton, npi, address]
const unpacked = ([ton, npi, address]: AddressRecord): Address => ({ ton, npi, address })

export function submissionRecord(submission: Submission): SubmissionRecord {
  const record: SubmissionRecord = {
    k: 's',
    id: submission.id,
    sys: submission.systemId,
    src: packed(submission.source),
    dst: packed(submission.destination),
    o: submission.octets.toString('base64'),
    at: submission.submittedAt,
    due: submission.dueAt,
    st: submission.state,
  }
  if (submission.messageId !== submission.id) record.mid = submission.messageId
  if (submission.esmClass !== 0) record.esm = submission.esmClass
  if (submission.dataCoding !== 0) record.dcs = submission.dataCoding
  if (submission.registeredDelivery !== 0) record.rd = submission.registeredDelivery
  if (submission.sar)
    record.sar = [submission.sar.reference, submission.sar.total, submission.sar.number]
  if (submission.userMessageReference !== null) record.umr = submission.userMessageReference
  if (submission.validUntil !== null) record.val = submission.validUntil
  if (submission.error !== 0) record.err = submission.error
  if (submission.receiptAfterMs !== 0) record.late = submission.receiptAfterMs
  if (submission.owed !== 0) record.owed = submission.owed
  if (submission.answer) record.ans = submission.answer
  if (submission.answered) record.answered = 1
  return record
}

export function submissionOf(record: SubmissionRecord, segment: number): Submission {
  const sar: PartOfText | null = record.sar
    ? { reference: record.sar[0], referenceBits: 16, total: record.sar[1], number: record.sar[2] }
    : null
  return {
    id: record.id,
    messageId: record.mid ?? record.id,
    systemId: record.sys,
    source: unpacked(record.src),
    destination: unpacked(record.dst),
    esmClass: record.esm ?? 0,
    dataCoding: record.dcs ?? 0,
    octets: Buffer.from(record.o, 'base64'),
    sar,
    registeredDelivery: record.rd ?? 0,
    validUntil: record.val ?? null,
    notBefore: null,
    userMessageReference: record.umr ?? null,
    submittedAt: record.at,
    dueAt: record.due,
    state: record.st,
    error: record.err ?? 0,
    receiptAfterMs: record.late ?? 0,
    answer: record.ans ?? null,
    answered: record.answered === 1,
    settled: false,
    owed: record.owed ?? 0,
    excerpt: '',
    segment,
  }
}

export function inboundRecord(inbound: Inbound): InboundRecord {
  const record: InboundRecord = {
    k: 'm',
    id: inbound.id,
    sys: inbound.systemId,
    from: packed(inbound.from),
    to: packed(inbound.to),
    o: inbound.octets.toString('base64'),
    at: inbound.at,
  }
  if (inbound.esmClass !== 0) record.esm = inbound.esmClass
  if (inbound.dataCoding !== 0) record.dcs = inbound.dataCoding
  if (inbound.text !== null) record.text = inbound.text
  if (inbound.partCount !== 1) record.parts = inbound.partCount
  if (inbound.answers !== 0) record.re = inbound.answers
  return record
}

export const inboundOf = (record: InboundRecord, segment: number): Inbound => ({
  id: record.id,
  systemId: record.sys,
  from: unpacked(record.from),
  to: unpacked(record.to),
  esmClass: record.esm ?? 0,
  dataCoding: record.dcs ?? 0,
  octets: Buffer.from(record.o, 'base64'),
  text: record.text ?? null,
  partCount: record.parts ?? 1,
  at: record.at,
  answers: record.re ?? 0,
  segment,
})
