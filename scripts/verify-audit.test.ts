import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BEGINNING, commitmentOf, hashOf, type Detail } from '../src/audit/chain.ts'

const SCRIPT = path.join(import.meta.dirname, 'verify-audit.ts')
const ACCOUNT = 9
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tl-audit-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Line {
  seq: number
  action: string
  hash: string
  previousHash: string
  detail: { salt: string; ip: string | null } | null
  [more: string]: unknown
}

const detail: Detail = {
  salt: Buffer.alloc(32, 5),
  actor: 'person',
  userId: 3,
  keyId: null,
  fromAccountId: null,
  ip: '192.0.2.1',
  verb: 'Update',
  item: 'Thing',
  targetId: 'Größe: 12',
  fields: ['a', 'b'],
  status: null,
  description: null,
}

/** Lines as the server exports them. */
function chain(length: number): Line[] {
  let previousHash: Buffer = BEGINNING
  return Array.from({ length }, (_, index) => {
    const entry = {
      accountId: ACCOUNT,
      seq: index + 1,
      atMs: 1_800_000_000_000 + index,
      action: 'update-thing',
      outcome: 'done',
      askedSeq: null,
      commitment: commitmentOf(detail),
      previousHash,
    }
    previousHash = hashOf(entry)
    return {
      ...entry,
      commitment: entry.commitment.toString('hex'),
      previousHash: entry.previousHash.toString('hex'),
      hash: previousHash.toString('hex'),
      detail: { ...detail, salt: detail.salt.toString('hex') },
    }
  })
}

let files = 0
async function file(lines: readonly Line[], about: { after?: number; head?: Line } = {}) {
  const name = path.join(folder, `${++files}.jsonl`)
  const head = about.head ?? lines.at(-1)!
  const first = {
    format: 'trunkline-audit-1',
    accountId: ACCOUNT,
    after: about.after ?? 0,
    head: { seq: head.seq, hash: head.hash },
  }
  await writeFile(name, [first, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''))
  return name
}

const check = (...args: string[]) =>
  new Promise<{ code: number; said: string }>((settle) => {
    execFile(process.execPath, [SCRIPT, ...args], (error, stdout, stderr) =>
      settle({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
    )
  })

describe('without the server', () => {
  test('a whole chain is right, in one file or in two', async () => {
    const lines = chain(5)
    const one = await check(await file(lines))
    expect(one).toMatchObject({ code: 0, said: expect.stringContaining('5 entries are right, 0') })
    const parts = [
      await file(lines.slice(0, 2), { head: lines[4]! }),
      await file(lines.slice(2), { after: 2 }),
    ]
    expect(await check(...parts)).toMatchObject({ code: 0 })
    expect((await check(parts[0]!)).said).toContain('its end is missing')
    expect((await check(parts[1]!, parts[0]!)).code).toBe(1)
  })

  test('erased details are no fault', async () => {
    const lines = chain(3).map((line) => ({ ...line, detail: null }))
    expect((await check(await file(lines))).said).toContain('3 of them without details')
  })

  test('a head from the log must be in it', async () => {
    const lines = chain(3)
    const name = await file(lines)
    expect((await check(name, '--head', lines[1]!.hash)).code).toBe(0)
    expect(await check(name, '--head', 'f'.repeat(64))).toMatchObject({
      code: 1,
      said: expect.stringContaining('does not pass through'),
    })
  })

  const tampered: [string, (lines: Line[]) => Line[], string][] = [
    [
      'a changed action',
      (all) => withThird(all, { action: 'get-thing' }),
      'entry 3 is wrong: CHANGED',
    ],
    [
      'a changed detail',
      (all) => withThird(all, { detail: { ...all[2]!.detail!, ip: '192.0.2.2' } }),
      'entry 3 is wrong: DETAIL_CHANGED',
    ],
    ['a removed entry', (all) => all.toSpliced(2, 1), 'entry 4 is wrong: MISSING'],
    ['a removed tail', (all) => all.slice(0, 3), 'its end is missing'],
  ]
  const withThird = (all: Line[], change: Partial<Line>): Line[] =>
    all.with(2, { ...all[2]!, ...change } as Line)
  test.each(tampered)('%s is found', async (_what, change, says) => {
    const lines = chain(5)
    const { code, said } = await check(await file(change(lines), { head: lines[4]! }))
    expect(said).toContain(says)
    expect(code).toBe(1)
  })

  test('what is no chain is said to be none', async () => {
    const name = path.join(folder, 'other.jsonl')
    await writeFile(name, '{"format":"something else"}\n')
    expect(await check(name)).toMatchObject({
      code: 2,
      said: expect.stringContaining('does not begin as a chain'),
    })
    expect((await check()).code).toBe(2)
    expect((await check(path.join(folder, 'missing.jsonl'))).code).toBe(2)
  })
})
