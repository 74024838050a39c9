import { segmentText } from '../protocols/gsm-text/index.ts'
import type { Address, Inbound, Submission } from './submission.ts'

/** Parts of one MO text: 3,000 characters of UCS-2 are 45. */
const PARTS_MAX = 60
const QUOTE_LENGTH_MAX = 100
const UDHI = 0x40

interface Surroundings {
  now: number
  nextId: () => number
}

/** Type of number by looks: digits are international from seven on and short codes below, all else is alphanumeric. */
export function addressOf(text: string): Address {
  if (!/^[0-9]+$/.test(text)) return { ton: 5, npi: 0, address: text }
  return text.length < 7 ? { ton: 3, npi: 0, address: text } : { ton: 1, npi: 1, address: text }
}

/** A text a handset writes, in parts as the air interface would cut it; null when it is too long. */
export function writeText(
  message: { systemId: string; from: Address; to: Address; text: string; answers?: number },
  { now, nextId }: Surroundings,
): Inbound[] | null {
  const firstId = nextId()
  const segments = segmentText(message.text, { reference: firstId & 0xff, partsMax: PARTS_MAX })
  if (!segments.ok) return null
  return segments.parts.map((part, index) => ({
    id: index === 0 ? firstId : nextId(),
    systemId: message.systemId,
    from: message.from,
    to: message.to,
    esmClass: part.udh ? UDHI : 0,
    dataCoding: segments.dataCoding,
    octets: Buffer.from(part.octets),
    text: index === 0 ? message.text : null,
    partCount: segments.count,
    at: now,
    answers: message.answers ?? 0,
    segment: -1,
  }))
}

/** What the handset writes back to the sender of a message. */
export function answerTo(
  submission: Submission,
  text: string,
  surroundings: Surroundings,
): Inbound[] {
  const quote = [...text].slice(0, QUOTE_LENGTH_MAX).join('')
  const parts = writeText(
    {
      systemId: submission.systemId,
      from: submission.destination,
      to: submission.source,
      text: submission.answer!.text.replaceAll('{text}', () => quote),
      answers: submission.id,
    },
    surroundings,
  )
  return parts ?? []
}
