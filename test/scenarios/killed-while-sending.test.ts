import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProgram, type Program } from '../support/program.ts'

/** Whatever was answered 200 reaches a final status, however the processes die in between. */

const MESSAGES = 10_000
const PER_REQUEST = 50
const FINAL = new Set(['DELIVERED', 'UNDELIVERABLE', 'EXPIRED', 'REJECTED'])

let program: Program
const answered = new Set<string>()

beforeAll(async () => {
  program = await startProgram()
}, 90_000)
afterAll(() => program?.remove(), 60_000)

interface SendAnswer {
  messages: { messageId: string }[]
}

/** One request; what is not answered 200 is not ours to keep, and the caller tries again later. */
async function sendSome(serial: number): Promise<boolean> {
  const destinations = Array.from({ length: PER_REQUEST }, (_, index) => ({
    to: `4915${String(200_000 + serial + index)}${String((serial + index) % 900).padStart(3, '0')}`,
  }))
  try {
    const { status, body } = await program.call<SendAnswer>('POST', '/sms/3/messages', {
      messages: [{ sender: 'Trunkline', destinations, content: { text: 'killed while sending' } }],
    })
    if (status !== 200) return false
    for (const { messageId } of body.messages) answered.add(messageId)
    return true
  } catch {
    return false
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

const killers: [string, () => Promise<void>][] = [
  [
    'the server',
    async () => {
      await program.kill()
      await program.start()
    },
  ],
  ['PostgreSQL', () => program.killPostgres()],
  [
    'both',
    async () => {
      await program.killPostgres()
      await program.kill()
      await program.start()
    },
  ],
]

test('kill -9 of the server, of PostgreSQL and of both during 10,000 sends loses nothing', async () => {
  let serial = 0
  const load = Array.from({ length: 4 }, async () => {
    while (answered.size < MESSAGES) {
      const mine = serial
      serial += PER_REQUEST
      if (!(await sendSome(mine))) await pause(100)
    }
  })
  for (const [index, [, kill]] of killers.entries()) {
    const goal = Math.round((MESSAGES / (killers.length + 1)) * (index + 1))
    while (answered.size < goal) {
      if (program.child.exitCode !== null)
        throw new Error(`the server ended by itself with ${program.child.exitCode}`)
      await pause(20)
    }
    await kill()
  }
  await Promise.all(load)

  const open = new Set(answered)
  const until = Date.now() + 90_000
  while (open.size > 0 && Date.now() < until) {
    const ids = [...open].slice(0, 40)
    const { body } = await program.call<{
      results: { messageId: string; status: { groupName: string } }[]
    }>('GET', `/sms/3/logs?limit=1000&messageId=${ids.join(',')}`)
    let moved = false
    for (const { messageId, status } of body.results)
      if (FINAL.has(status.groupName)) moved = open.delete(messageId) || moved
    if (!moved) await pause(250)
  }
  expect(answered.size).toBeGreaterThanOrEqual(MESSAGES)
  expect([...open]).toEqual([])
}, 150_000)
