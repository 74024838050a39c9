import { countText, isGsmText, type TextCount } from '../../../src/protocols/gsm-text/index.ts'
import { parseMsisdn } from '../../../src/protocols/e164/index.ts'
import type { Body } from '../api/call.ts'
import { instantOf, writeTime } from '../language/format.ts'
import { fillIn, placeholdersIn, type CsvFile } from './csv.ts'
import type { Draft } from './draft.ts'
import { readRecipients, type CheckedRecipients } from './recipients.ts'

export type SendRequest = Body<'send-sms-messages'>
type Message = SendRequest['messages'][number]

/** One recipient with the text it gets. */
export interface Letter {
  to: string
  text: string
}

/** Whom the draft is for: typed, or a row of the file each. Rows without a valid number are in `faulty`. */
export function lettersOf(
  draft: Draft,
  file: CsvFile | null,
): { letters: Letter[]; checked: CheckedRecipients } {
  if (draft.source === 'typed') {
    const checked = readRecipients(draft.typed)
    return { letters: checked.numbers.map((to) => ({ to, text: draft.text })), checked }
  }
  const checked: CheckedRecipients = { numbers: [], faulty: [], duplicates: 0 }
  const letters: Letter[] = []
  for (const row of file?.rows ?? []) {
    const written = row[file!.numberColumn] ?? ''
    const read = parseMsisdn(written)
    if (!read.ok) checked.faulty.push({ written, reason: read.reason })
    else {
      checked.numbers.push(read.msisdn)
      letters.push({ to: read.msisdn, text: fillIn(draft.text, row) })
    }
  }
  return { letters, checked }
}

export const countOf = (text: string, draft: Draft): TextCount =>
  countText(text, { transliteration: draft.transliteration, languageCode: draft.languageCode })

/** The characters for which the text cannot go as GSM 7-bit; none when it does. */
export const forcingUcs2 = (count: TextCount): string[] =>
  count.encoding === 'gsm7'
    ? []
    : [...new Set(count.text)].filter((character) => !isGsmText(character))

export interface Total {
  parts: number
  partsMin: number
  partsMax: number
  ucs2: number
}

/** Parts over all recipients. The same text is counted once. */
export function totalOf(letters: readonly Letter[], draft: Draft): Total {
  const counted = new Map<string, TextCount>()
  const total: Total = {
    parts: 0,
    partsMin: letters.length === 0 ? 0 : Infinity,
    partsMax: 0,
    ucs2: 0,
  }
  for (const { text } of letters) {
    let count = counted.get(text)
    if (!count) counted.set(text, (count = countOf(text, draft)))
    total.parts += count.count
    total.partsMin = Math.min(total.partsMin, count.count)
    total.partsMax = Math.max(total.partsMax, count.count)
    if (count.encoding === 'ucs2') total.ucs2++
  }
  return total
}

/** Exactly what is sent, and what "copy as" shows. */
export function requestOf(
  draft: Draft,
  letters: readonly Letter[],
  file: CsvFile | null,
): SendRequest {
  const personal =
    draft.source === 'file' && placeholdersIn(draft.text, file?.columns ?? []).length > 0
  const messages = personal
    ? letters.map(({ to, text }) => messageOf(draft, text, [to]))
    : [
        messageOf(
          draft,
          draft.text,
          letters.map(({ to }) => to),
        ),
      ]
  const schedule = {
    ...(draft.bulkId.trim() === '' ? {} : { bulkId: draft.bulkId.trim() }),
    ...(draft.scheduled && draft.sendAt !== null
      ? { sendAt: writeTime(instantOf(draft.sendAt)) }
      : {}),
  }
  return {
    messages,
    options: {
      ...(Object.keys(schedule).length === 0 ? {} : { schedule }),
      includeSmsCountInResponse: true,
    },
  }
}

function messageOf(draft: Draft, text: string, to: readonly string[]): Message {
  const options = {
    ...(draft.validityAmount === ''
      ? {}
      : { validityPeriod: { amount: Number(draft.validityAmount), timeUnit: draft.validityUnit } }),
    ...(draft.windowed
      ? {
          deliveryTimeWindow: {
            days: draft.windowDays,
            from: clockOf(draft.windowFrom),
            to: clockOf(draft.windowTo),
          },
        }
      : {}),
    ...(draft.flash ? { flash: true } : {}),
  }
  const webhooks = {
    ...(draft.notifyUrl.trim() === '' ? {} : { delivery: { url: draft.notifyUrl.trim() } }),
    ...(draft.callbackData === '' ? {} : { callbackData: draft.callbackData }),
  }
  return {
    ...(draft.sender.trim() === '' ? {} : { sender: draft.sender.trim() }),
    destinations: to.map((one) => ({ to: one })),
    content: {
      text,
      ...(draft.transliteration === 'NONE' ? {} : { transliteration: draft.transliteration }),
      ...(draft.languageCode === 'NONE' ? {} : { language: { languageCode: draft.languageCode } }),
    },
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(Object.keys(webhooks).length === 0 ? {} : { webhooks }),
  } as Message
}

const clockOf = (text: string): { hour: number; minute: number } => {
  const [hour = '0', minute = '0'] = text.split(':')
  return { hour: Number(hour), minute: Number(minute) }
}
