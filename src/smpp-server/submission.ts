import type { Content, ContentClass, NewMessage } from '../messaging/index.ts'
import { buildUserDataHeader, decodeText } from '../protocols/gsm-text/index.ts'
import {
  messageOctets,
  parseSmppTime,
  readEsmClass,
  splitUserData,
  status,
  type PduView,
} from '../protocols/smpp/index.ts'
import { collectorOf, type User } from './settings.ts'

/** Reads submit_sm, submit_multi and data_sm into the core model. A number is the command_status to refuse with. */

const UDHI = 0x40
/** The most a message may lie ahead. */
const SCHEDULE_MS_MAX = 180 * 86_400_000
const VALIDITY_MS_MAX = 48 * 3_600_000
const PRIORITY_MAX = 4
/** registered_delivery: bits 0 and 1 ask for receipts of ends, bit 4 for intermediate ones. Source: SMPP 5.0 §4.7.21. */
const RECEIPTS = 0x03
const INTERMEDIATE = 0x10

/** What all recipients of a request share. */
export type Shared = Omit<NewMessage, 'messageId' | 'to'>

export interface Submission {
  message: Shared
  /** ms since 1970; null: now. */
  sendAt: number | null
}

/** What is kept with a message that came over SMPP, and told again in its receipt. */
export interface Remembered {
  user: number
  registered: number
  reference?: number
  /** The id in the answer was one for all recipients of a submit_multi: the bulk's. */
  shared?: true
}

/** @returns the submission, or the command_status to refuse with */
export function readSubmission(view: PduView, user: User, now: number): Submission | number {
  const times = readTimes(view, now)
  if (typeof times === 'number') return times
  const priority = view.name === 'data_sm' ? 0 : view.number('priority_flag')
  if (priority > PRIORITY_MAX) return status.ESME_RINVPRTFLG
  if (view.name !== 'data_sm' && view.number('replace_if_present_flag') !== 0)
    return status.ESME_RINVREPFLAG
  const content = readContent(view, user)
  if (typeof content === 'number') return content
  const registered = view.number('registered_delivery') & (RECEIPTS | INTERMEDIATE)
  const reference = view.tlv('user_message_reference')
  const remembered: Remembered = {
    user: user.userId,
    registered,
    ...(reference === undefined ? {} : { reference }),
    ...(view.name === 'submit_multi' ? { shared: true } : {}),
  }
  return {
    sendAt: times.sendAt,
    message: {
      channel: 'SMS',
      sender: senderOf(view, user),
      content: content.content,
      flash: content.flash,
      contentClass: classOf(view.text('service_type'), priority),
      validityMs: times.validityMs,
      window: null,
      callbackData: null,
      webhook: {
        url: collectorOf(user.userId),
        shape: 'smpp',
        notify: registered !== 0,
        intermediate: (registered & INTERMEDIATE) !== 0,
        refusals: false,
      },
      applicationId: null,
      entityId: null,
      campaignReferenceId: null,
      extras: { smpp: remembered, ...dltOf(view) },
    },
  }
}

function senderOf(view: PduView, { sender, settings: { senderPolicy } }: User): string {
  const written = view.text('source_addr')
  if (sender === null || senderPolicy === 'AS_SENT') return written
  return senderPolicy === 'ALWAYS' || written === '' ? sender : written
}

const classes: Readonly<Record<string, ContentClass>> = {
  OTP: 'OTP',
  TRAN: 'TRANSACTIONAL',
  MKTG: 'MARKETING',
}
/** The service type says it, else the priority; 0, which nearly everybody sends, leaves it to the account. */
const classOf = (serviceType: string, priority: number): ContentClass | null =>
  classes[serviceType.toUpperCase()] ??
  (priority === 0 ? null : priority === 1 ? 'TRANSACTIONAL' : 'OTP')

/** schedule_delivery_time and validity_period; data_sm has qos_time_to_live in seconds. Source: SMPP 3.4 §7.1.1, §5.3.2.9. */
function readTimes(
  view: PduView,
  now: number,
): { sendAt: number | null; validityMs: number | null } | number {
  if (view.name === 'data_sm') {
    const seconds = view.tlv('qos_time_to_live')
    if (seconds === undefined) return { sendAt: null, validityMs: null }
    if (seconds === 0) return status.ESME_RINVEXPIRY
    return { sendAt: null, validityMs: Math.min(seconds * 1_000, VALIDITY_MS_MAX) }
  }
  const schedule = view.text('schedule_delivery_time')
  const sendAt = schedule === '' ? null : parseSmppTime(schedule, now)
  if (sendAt === undefined || (sendAt !== null && sendAt > now + SCHEDULE_MS_MAX))
    return status.ESME_RINVSCHED
  const validity = view.text('validity_period')
  if (validity === '') return { sendAt, validityMs: null }
  const until = parseSmppTime(validity, now)
  const validityMs = until === undefined ? 0 : until - Math.max(sendAt ?? now, now)
  if (validityMs <= 0) return status.ESME_RINVEXPIRY
  return { sendAt, validityMs: Math.min(validityMs, VALIDITY_MS_MAX) }
}

/** What is said; octets of it are copied, because a view ends with its callback. */
export function readContent(
  view: PduView,
  user: User,
): { content: Content; flash: boolean } | number {
  const esm = view.name === 'replace_sm' ? 0 : view.number('esm_class')
  if (readEsmClass(esm).kind !== 'message') return status.ESME_RINVESMCLASS
  if (view.name !== 'data_sm') {
    const empty = view.octets('short_message').length === 0
    if (!empty && view.hasTlv('message_payload')) return status.ESME_ROPTPARNOTALLWD
    if (empty && view.number('sm_default_msg_id') !== 0) return status.ESME_RINVDFTMSGID
  }
  const header = headerOf(view, (esm & UDHI) !== 0)
  const octets = Buffer.from(messageOctets(view))
  return contentOf(
    header === null ? octets : Buffer.concat([header, octets]),
    (esm & UDHI) !== 0 || header !== null,
    view.name === 'replace_sm' ? 0 : view.number('data_coding'),
    user,
  )
}

/** The header that sar_* and port parameters stand for, when the text has none of its own. */
function headerOf(view: PduView, hasHeader: boolean): Uint8Array | null {
  if (hasHeader) return null
  const total = view.tlv('sar_total_segments')
  const number = view.tlv('sar_segment_seqnum')
  const reference = view.tlv('sar_msg_ref_num')
  const destination = view.tlv('destination_port')
  const cut =
    reference !== undefined &&
    total !== undefined &&
    number !== undefined &&
    total > 1 &&
    number >= 1 &&
    number <= total
  if (!cut && destination === undefined) return null
  return buildUserDataHeader({
    ...(cut
      ? { concatenation: { reference: reference & 0xff, referenceBits: 8, total, number } }
      : {}),
    ...(destination === undefined
      ? {}
      : { ports: { destination, source: view.tlv('source_port') ?? 0, bits: 16 } }),
  })
}

/**
 * Text is read, so that each operator gets it in its own alphabet; what its sender cut stays cut. What is no text, and text
 * that PostgreSQL cannot keep, goes through untouched.
 */
function contentOf(
  octets: Buffer,
  udh: boolean,
  dataCoding: number,
  { settings: { alphabet } }: User,
): { content: Content; flash: boolean } | number {
  const read = decodeText(octets, { dataCoding, udh, defaultAlphabet: alphabet })
  if (read.headerFault !== null) return status.ESME_RINVESMCLASS
  const { text, flash } = read
  const kept = text.isWellFormed() && !text.includes('\0')
  if (read.binary || read.waiting !== null || !kept)
    return {
      content: {
        kind: 'binary',
        hex: octets.toString('hex'),
        dataCoding,
        esmClass: udh ? UDHI : 0,
      },
      flash: false,
    }
  if (!udh) return { content: { kind: 'text', text }, flash }
  const { header } = splitUserData(octets, true)
  const part = {
    header: Buffer.from(header!).toString('hex'),
    ucs2: read.alphabet === 'ucs2',
  }
  return { content: { kind: 'text', text, part }, flash }
}

/** What Indian operators ask for, as the vendor parameters that most of them agreed on. */
const dltTags = [
  ['principalEntityId', 0x1400],
  ['contentTemplateId', 0x1401],
  ['telemarketerId', 0x1402],
] as const
const DLT_OCTETS_MAX = 100

function dltOf(view: PduView): { regional?: { indiaDlt: Record<string, string> } } {
  const indiaDlt: Record<string, string> = {}
  for (const [name, tag] of dltTags) {
    const value = view.rawTlv(tag)
    if (value === undefined || value.length > DLT_OCTETS_MAX) continue
    const id = value.toString('latin1').replace(/\0+$/, '')
    if (/^[\x20-\x7e]+$/.test(id)) indiaDlt[name] = id
  }
  return Object.keys(indiaDlt).length === 0 ? {} : { regional: { indiaDlt } }
}
