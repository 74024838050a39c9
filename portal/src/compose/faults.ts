import { parseSender } from '../../../src/protocols/e164/index.ts'
import { nowMs } from '../clock.ts'
import { placeholdersIn, type CsvFile } from './csv.ts'
import type { Draft } from './draft.ts'
import { DESTINATIONS_MAX, type CheckedRecipients } from './recipients.ts'
import { type Total } from './request.ts'
import { instantOf } from '../language/format.ts'

export interface DraftFault {
  field:
    | 'sender'
    | 'recipients'
    | 'text'
    | 'sendAt'
    | 'validity'
    | 'window'
    | 'bulkId'
    | 'notifyUrl'
    | 'callbackData'
  key: string
  values?: Record<string, number | string>
}

/** Of one message, as the API limits it. */
export const PARTS_MAX = 25
const SCHEDULE_DAYS_MAX = 180
const VALIDITY_SECONDS_MAX = 172_800
const unitSeconds = { SECONDS: 1, MINUTES: 60, HOURS: 3_600 } as const
const DAY_MS = 86_400_000

/** Everything that keeps the draft from being sent, in the order of the fields. */
export function faultsOf(
  draft: Draft,
  file: CsvFile | null,
  checked: CheckedRecipients,
  total: Total,
): DraftFault[] {
  const faults: DraftFault[] = []
  const add = (field: DraftFault['field'], key: string, values?: DraftFault['values']) =>
    faults.push({ field, key, values })
  if (draft.sender.trim() !== '') {
    const sender = parseSender(draft.sender)
    if (!sender.ok) add('sender', `sender.${sender.reason}`)
  } else add('sender', 'sender.EMPTY')
  if (draft.source === 'file' && !file) add('recipients', 'noFile')
  else if (checked.numbers.length === 0) add('recipients', 'noRecipients')
  else if (draft.source === 'typed' && checked.faulty.length > 0)
    add('recipients', 'faultyRecipients', { count: checked.faulty.length })
  if (checked.numbers.length > DESTINATIONS_MAX)
    add('recipients', 'tooManyRecipients', { max: DESTINATIONS_MAX })
  if (draft.text.trim() === '') add('text', 'noText')
  else if (total.partsMax > PARTS_MAX) add('text', 'tooLong', { max: PARTS_MAX })
  if (draft.source === 'file' && file && draft.text !== '' && emptyValues(draft, file) > 0)
    add('text', 'emptyValues', { count: emptyValues(draft, file) })
  if (draft.scheduled) {
    const at = draft.sendAt === null ? Number.NaN : instantOf(draft.sendAt).getTime()
    if (Number.isNaN(at)) add('sendAt', 'noTime')
    else if (at <= nowMs()) add('sendAt', 'past')
    else if (at > nowMs() + SCHEDULE_DAYS_MAX * DAY_MS)
      add('sendAt', 'tooFar', { max: SCHEDULE_DAYS_MAX })
  }
  if (draft.validityAmount !== '' && !validityFits(draft)) add('validity', 'validity')
  if (draft.windowed && draft.windowDays.length === 0) add('window', 'noDays')
  else if (draft.windowed && !windowFits(draft)) add('window', 'window')
  if (draft.notifyUrl.trim() !== '' && !/^https?:\/\/[^\s]+$/.test(draft.notifyUrl.trim()))
    add('notifyUrl', 'url')
  return faults
}

function validityFits(draft: Draft): boolean {
  const seconds = Number(draft.validityAmount) * unitSeconds[draft.validityUnit]
  return seconds > 0 && seconds <= VALIDITY_SECONDS_MAX
}

/** The API wants at least an hour between the two times. */
function windowFits(draft: Draft): boolean {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  const length = (minutes(draft.windowTo) - minutes(draft.windowFrom) + 1_440) % 1_440
  return Number.isFinite(length) && length >= 60
}

function emptyValues(draft: Draft, file: CsvFile): number {
  const used = placeholdersIn(draft.text, file.columns)
  return file.rows.filter((row) => used.some((name) => (row[name] ?? '').trim() === '')).length
}
