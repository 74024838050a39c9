import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Journal } from './journal.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tl-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const limits = { segmentOctetsMax: 1_000, keptOctetsMax: 4_000, syncAfterMs: 1 }
const noCarry = () => undefined

/** Everything that is in the folder, in order. */
function readAll(): { records: { n: number }[]; unreadable: number } {
  const records: { n: number }[] = []
  const journal = new Journal(folder, noCarry, limits)
  const unreadable = journal.open((record) => records.push(record as { n: number }))
  journal.close()
  return { records, unreadable }
}

it('gives back in order what was written, over several openings', () => {
  for (const n of [1, 2, 3]) {
    const journal = new Journal(folder, noCarry, limits)
    journal.open(() => undefined)
    journal.append({ n })
    journal.append({ n: n * 10 })
    journal.close()
  }
  expect(readAll()).toEqual({ records: [1, 10, 2, 20, 3, 30].map((n) => ({ n })), unreadable: 0 })
})

it('drops the oldest beyond what is kept', () => {
  const journal = new Journal(folder, noCarry, limits)
  journal.open(() => undefined)
  for (let n = 0; n < 2_000; n++) {
    journal.append({ n })
    if (n % 10 === 0) journal.flush()
  }
  expect(journal.octets).toBeLessThan(limits.keptOctetsMax + 2 * limits.segmentOctetsMax)
  journal.close()
  const { records } = readAll()
  expect(records.at(-1)).toEqual({ n: 1_999 })
  expect(records.map(({ n }) => n)).toEqual(
    Array.from({ length: records.length }, (_, index) => 2_000 - records.length + index),
  )
})

it('never drops what is unfinished: it is carried to the end', () => {
  const open = new Map<number, number>()
  const journal: Journal = new Journal(
    folder,
    (segment) => {
      for (const [n, at] of open) if (at === segment) write(n)
    },
    limits,
  )
  const write = (n: number) => {
    const segment = journal.append({ n })
    open.set(n, segment)
    journal.hold(segment)
  }
  journal.open(() => undefined)
  for (let n = 0; n < 3_000; n++) {
    write(n)
    // One in a hundred stays unfinished for ever.
    if (n % 100 !== 0) {
      journal.release(open.get(n)!)
      open.delete(n)
    }
    if (n % 7 === 0) journal.flush()
  }
  expect(journal.octets).toBeLessThan(limits.keptOctetsMax + 3 * limits.segmentOctetsMax)
  journal.close()
  const found = new Set(readAll().records.map(({ n }) => n))
  for (let n = 0; n < 3_000; n += 100) expect(found).toContain(n)
})

it('passes over a torn line and tells', () => {
  const journal = new Journal(folder, noCarry, limits)
  journal.open(() => undefined)
  journal.append({ n: 1 })
  journal.close()
  appendFileSync(join(folder, readdirSync(folder)[0]!), '{"n":2')
  expect(readAll()).toEqual({ records: [{ n: 1 }], unreadable: 1 })
})

it('wiped, it is empty and goes on', () => {
  const journal = new Journal(folder, noCarry, limits)
  journal.open(() => undefined)
  journal.append({ n: 1 })
  journal.flush()
  journal.append({ n: 2 })
  journal.wipe()
  journal.append({ n: 3 })
  journal.close()
  expect(readAll().records).toEqual([{ n: 3 }])
})
