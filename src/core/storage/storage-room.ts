import { statfs } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { gauge } from '../metrics.ts'
import { isStorageFull } from './database.ts'

const LOOK_MS = 5_000
/** After the database said that it has no room, nothing new is tried for so long. */
const REFUSED_MS = 5_000
/** So much more than the limit must be free again, so that it does not go to and fro. */
const AGAIN_SHARE = 1.1
const MEGABYTE = 1_000_000

const freeBytes = gauge('disk_free_bytes', 'Free octets where the embedded database keeps its data')
const full = gauge('storage_full', '1 while no new messages are taken for want of room, else 0')

/**
 * Whether there is room to store more. New work is refused while a little is left, because a database whose disk is full to
 * the last octet cannot even end what it has begun.
 */
export class StorageRoom {
  readonly #folder: string | null
  readonly #bytesMin: number
  readonly #clock: Clock
  readonly #log: Log
  #short: string | null = null
  #refusedUntil = 0

  /**
   * @param parts folder: of the embedded database; null: the database is elsewhere, and tells by itself. bytesMin: what must
   * stay free there; 0: it is not looked at
   */
  constructor(parts: { folder: string | null; bytesMin: number; clock: Clock; log: Log }) {
    this.#folder = parts.bytesMin > 0 ? parts.folder : null
    this.#bytesMin = parts.bytesMin
    this.#clock = parts.clock
    this.#log = parts.log
  }

  async start(): Promise<() => Promise<void>> {
    await this.#look()
    const timer = setInterval(() => void this.#look(), LOOK_MS)
    return async () => clearInterval(timer)
  }

  /** What is wrong, for whoever runs the installation; null: there is room. */
  shortage(): string | null {
    if (this.#short !== null) return this.#short
    return this.#clock.ms() < this.#refusedUntil ? REFUSED : null
  }

  /** Is told of every error of a statement: some say that the disk is full. */
  note(error: unknown): void {
    if (!isStorageFull(error)) return
    if (this.shortage() === null) this.#log.error({ reason: (error as Error).message }, REFUSED)
    this.#refusedUntil = this.#clock.ms() + REFUSED_MS
    full.set(1)
  }

  async #look(): Promise<void> {
    if (this.#folder !== null)
      await this.#measure(this.#folder).catch((error: unknown) =>
        this.#log.warn({ reason: (error as Error).message }, 'free room could not be measured'),
      )
    full.set(this.shortage() === null ? 0 : 1)
  }

  async #measure(folder: string): Promise<void> {
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    freeBytes.set(free)
    const before = this.#short
    const wanted = before === null ? this.#bytesMin : this.#bytesMin * AGAIN_SHARE
    this.#short = free >= wanted ? null : shortOf(free, this.#bytesMin)
    if (before === null && this.#short !== null) this.#log.error(this.#short)
    if (before !== null && this.#short === null)
      this.#log.warn('there is room on the disk again; new messages are taken')
  }
}

const REFUSED =
  'The disk of the database is full: no new messages are taken. Make room where it keeps its data.'
const shortOf = (free: number, min: number) =>
  `The disk of the data folder is nearly full: ${Math.floor(free / MEGABYTE)} MB are free, and below ${Math.ceil(min / MEGABYTE)} MB (DISK_FREE_MB_MIN) no new messages are taken. Make room there.`
