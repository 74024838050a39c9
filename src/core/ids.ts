import { randomBytes, randomFillSync } from 'node:crypto'
import { utcDay } from './clock.ts'

const random = Buffer.alloc(4096)
let randomUsed = random.length

function randomOctets(count: number): Buffer {
  if (randomUsed + count > random.length) {
    randomFillSync(random)
    randomUsed = 0
  }
  randomUsed += count
  return random.subarray(randomUsed - count, randomUsed)
}

let lastMs = 0
let sequence = 0

/**
 * A UUIDv7 for an instant; ids made in one process never go backwards, also within a millisecond
 * (the 12 bits after the time count up, and borrow the next millisecond when they are used up).
 * Source: RFC 9562 §5.7, §6.2 method 1.
 */
export function uuidv7(ms: number): string {
  if (ms > lastMs) {
    lastMs = ms
    sequence = randomOctets(2).readUInt16BE(0) & 0x7ff
  } else if (++sequence > 0xfff) {
    lastMs += 1
    sequence = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const tail = randomOctets(8)
  const variant = ((tail[0]! & 0x3f) | 0x80).toString(16)
  const rest = tail.toString('hex', 1)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence.toString(16).padStart(3, '0')}-${variant}${rest.slice(0, 2)}-${rest.slice(2)}`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether a text is an id as we make them (lower case UUIDv7). */
export const isUuidv7 = (text: string): boolean => UUID.test(text)

/** The instant inside a UUIDv7, in milliseconds. */
export const uuidMs = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

/** The UTC day inside a UUIDv7: the partition of whatever was made under it. */
export const uuidDay = (id: string): string => utcDay(uuidMs(id))

/** The smallest UUID of an instant, for ranges over ids. */
export function uuidFloor(ms: number): string {
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

/** A secret of 256 bits, base64url, 43 characters. */
export const secretToken = (): string => randomBytes(32).toString('base64url')
