import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

export interface JournalLimits {
  /** A segment is closed when it has grown by this much. */
  segmentOctetsMax: number
  /** Closed segments are kept up to this much, as the history that survives a restart. */
  keptOctetsMax: number
  /** Longest time written lines wait for fdatasync. */
  syncAfterMs: number
}

export const journalLimits: JournalLimits = {
  segmentOctetsMax: 4 * 1024 * 1024,
  keptOctetsMax: 16 * 1024 * 1024,
  syncAfterMs: 100,
}

interface Segment {
  number: number
  octets: number
  /** Records in it whose work is not done. */
  held: number
}

const SEGMENT_NAME = /^(\d{8})\.jsonl$/

/**
 * The simulator's memory on disk: JSON lines in numbered segments, appended once per turn of the event loop.
 *
 * A line that was written survives the death of the process (the operating system has it); it survives a power
 * failure when the next fdatasync is through, at most `syncAfterMs` later. Segments go in order of age, and only
 * after what is unfinished in them was written again at the end (`carry`), so no rewriting stops the traffic.
 * A failed write throws: nothing was promised on it yet, and the process ends rather than promise more.
 */
export class Journal {
  readonly #folder: string
  readonly #limits: JournalLimits
  readonly #carry: (segment: number) => void
  /** By number, oldest first. */
  readonly #segments = new Map<number, Segment>()
  #current: Segment = { number: 0, octets: 0, held: 0 }
  #fd = -1
  #rotateAt = 0
  #lines: string[] = []
  #syncTimer: NodeJS.Timeout | null = null
  #syncing = false
  #dirty = false

  /** @param carry writes every unfinished record of a segment again with `append` */
  constructor(
    folder: string,
    carry: (segment: number) => void,
    limits: JournalLimits = journalLimits,
  ) {
    this.#folder = folder
    this.#limits = limits
    this.#carry = carry
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /**
   * Reads everything there is, oldest first, then begins a segment of its own. Lines torn by a power failure are
   * passed over.
   * @returns how many lines could not be read
   */
  open(read: (record: unknown, segment: number) => void): number {
    let unreadable = 0
    const numbers = readdirSync(this.#folder)
      .map((name) => Number(SEGMENT_NAME.exec(name)?.[1] ?? Number.NaN))
      .filter((number) => !Number.isNaN(number))
      .toSorted((a, b) => a - b)
    for (const number of numbers) {
      const text = readFileSync(this.#path(number), 'utf8')
      this.#segments.set(number, { number, octets: statSync(this.#path(number)).size, held: 0 })
      for (const line of text.split('\n')) {
        if (line === '') continue
        const record = parsed(line)
        if (record === undefined) unreadable++
        else read(record, number)
      }
    }
    this.#begin((numbers.at(-1) ?? 0) + 1)
    return unreadable
  }

  get octets(): number {
    let octets = 0
    for (const segment of this.#segments.values()) octets += segment.octets
    return octets
  }

  /** Adds a line to the next write. @returns the segment it will stand in */
  append(record: object): number {
    this.#lines.push(JSON.stringify(record))
    return this.#current.number
  }

  /** An unfinished record stands in this segment. */
  hold(segment: number): void {
    const found = this.#segments.get(segment)
    if (found) found.held++
  }

  /** The record is finished, or stands in a later segment now. */
  release(segment: number): void {
    const found = this.#segments.get(segment)
    if (found) found.held--
  }

  /** Writes all lines in one go. What was promised on them may be said afterwards. */
  flush(): void {
    if (this.#lines.length === 0) return
    this.#write()
    this.#syncSoon()
    if (this.#current.octets >= this.#rotateAt) this.#rotate()
  }

  /** Writes and syncs what is left; the journal is unusable afterwards. */
  close(): void {
    this.flush()
    if (this.#syncTimer) clearTimeout(this.#syncTimer)
    fdatasyncSync(this.#fd)
    if (!this.#syncing) closeSync(this.#fd)
    this.#fd = -1
  }

  /** Throws everything away and begins anew. */
  wipe(): void {
    this.#lines.length = 0
    const last = this.#current.number
    this.#release()
    for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name), { force: true })
    this.#segments.clear()
    this.#begin(last + 1)
  }

  #path(number: number): string {
    return join(this.#folder, `${String(number).padStart(8, '0')}.jsonl`)
  }

  #begin(number: number): void {
    this.#fd = openSync(this.#path(number), 'ax', 0o600)
    this.#current = { number, octets: 0, held: 0 }
    this.#segments.set(number, this.#current)
    this.#rotateAt = this.#limits.segmentOctetsMax
  }

  #rotate(): void {
    fdatasyncSync(this.#fd)
    this.#release()
    this.#begin(this.#current.number + 1)
    this.#dropOldest()
  }

  /** Lets go of the file; a sync under way closes it when it is through. */
  #release(): void {
    if (this.#syncTimer) clearTimeout(this.#syncTimer)
    this.#syncTimer = null
    this.#dirty = false
    if (!this.#syncing) closeSync(this.#fd)
    this.#syncing = false
  }

  /** At most two at a time, so that carrying stays in proportion to what is written. */
  #dropOldest(): void {
    for (let dropped = 0; dropped < 2 && this.octets > this.#limits.keptOctetsMax; dropped++) {
      const oldest: Segment = this.#segments.values().next().value!
      if (oldest === this.#current) return
      if (oldest.held > 0) {
        this.#carry(oldest.number)
        this.#write()
        fdatasyncSync(this.#fd)
        this.#rotateAt = this.#current.octets + this.#limits.segmentOctetsMax
      }
      this.#segments.delete(oldest.number)
      unlinkSync(this.#path(oldest.number))
    }
  }

  #write(): void {
    if (this.#lines.length === 0) return
    const octets = Buffer.from(`${this.#lines.join('\n')}\n`)
    this.#lines.length = 0
    for (let at = 0; at < octets.length;) at += writeSync(this.#fd, octets, at)
    this.#current.octets += octets.length
  }

  #syncSoon(): void {
    this.#dirty = true
    if (this.#syncTimer || this.#syncing) return
    this.#syncTimer = setTimeout(() => this.#sync(), this.#limits.syncAfterMs)
  }

  #sync(): void {
    this.#syncTimer = null
    this.#dirty = false
    this.#syncing = true
    const fd = this.#fd
    fdatasync(fd, (error) => {
      if (error) throw error
      if (fd !== this.#fd) return closeSync(fd)
      this.#syncing = false
      if (this.#dirty) this.#syncSoon()
    })
  }
}

function parsed(line: string): unknown {
  try {
    const record: unknown = JSON.parse(line)
    return record !== null && typeof record === 'object' ? record : undefined
  } catch {
    return undefined
  }
}
