import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { OperatorSettings } from './wire.ts'

/** Ids per write of the counter file: a start or a million messages costs one fsync. */
const BLOCK = 1_000_000
/** Ten digits from the first, as operators' ids look. */
const FIRST = 1_000_000_000

/**
 * Message ids that never repeat, also over restarts and after `reset`: a counter whose next block is on disk
 * before any id of the block is given out. What a block has left at the end of the process is skipped.
 */
export class MessageIds {
  readonly #file: string
  #next: number
  #end: number

  constructor(folder: string) {
    this.#file = join(folder, 'message-ids')
    this.#next = this.#read()
    this.#end = this.#next
  }

  next(): number {
    if (this.#next === this.#end) {
      this.#end += BLOCK
      this.#write()
    }
    return this.#next++
  }

  #read(): number {
    try {
      const next = Number(readFileSync(this.#file, 'utf8').trim())
      if (Number.isSafeInteger(next) && next >= FIRST) return next
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      return FIRST
    }
    throw new Error(
      `${this.#file} does not hold a message id; delete the simulator's data folder to start afresh`,
    )
  }

  #write(): void {
    const draft = `${this.#file}.new`
    const fd = openSync(draft, 'w', 0o600)
    writeSync(fd, `${this.#end}\n`)
    fsyncSync(fd)
    closeSync(fd)
    renameSync(draft, this.#file)
  }
}

type Form = OperatorSettings['messageIdForm']

const hex = (id: number) => id.toString(16).toUpperCase()

/** The id as it stands in submit_sm_resp and is expected in query_sm, cancel_sm and replace_sm. */
export const idInResponse = (id: number, form: Form): string =>
  form === 'HEX' || form === 'RESPONSE_HEX' ? hex(id) : String(id)

/** The id as it stands in receipts. */
export const idInReceipt = (id: number, form: Form): string =>
  form === 'HEX' || form === 'RECEIPT_HEX' ? hex(id) : String(id)

/** @returns NaN when the text is no id in this form */
export function parseResponseId(text: string, form: Form): number {
  if (form === 'HEX' || form === 'RESPONSE_HEX')
    return /^[0-9a-f]{1,13}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN
  return /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN
}
