import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SimulatorRefusal } from './client.ts'
import { spawnSimulator, type SpawnedSimulator } from './spawned-simulator.ts'

let simulator: SpawnedSimulator
beforeAll(async () => {
  simulator = await spawnSimulator()
})
afterAll(() => simulator.remove())

const send = (to: string, subject: string, more: { html?: string; text?: string } = {}) =>
  createTransport({ host: '127.0.0.1', port: simulator.smtpPort, ignoreTLS: true }).sendMail({
    from: 'Trunkline <robot@example.org>',
    to,
    subject,
    text: 'Hello.',
    ...more,
  })

describe('the mailbox', () => {
  test('shows what came in, newest first, with both bodies', async () => {
    await send('ann@example.org', 'First')
    await send('bea@example.org, carl@example.org', 'Zweite – 二通目', { html: '<p>Hallo</p>' })
    const { results } = await simulator.client.mails()
    expect(results.map(({ subject, to }) => ({ subject, to }))).toEqual([
      { subject: 'Zweite – 二通目', to: ['bea@example.org', 'carl@example.org'] },
      { subject: 'First', to: ['ann@example.org'] },
    ])
    expect(await simulator.client.mail(results[0]!.mailId)).toMatchObject({
      from: '"Trunkline" <robot@example.org>',
      text: 'Hello.',
      html: '<p>Hallo</p>',
    })
    expect(await simulator.client.mail(results[1]!.mailId)).toMatchObject({ html: null })
  })

  test('is looked through by address and by page', async () => {
    await send('page@example.org', 'One')
    await send('Page@example.org', 'Two')
    const first = await simulator.client.mails({ to: 'page@example.org', limit: 1 })
    expect(first.results.map((one) => one.subject)).toEqual(['Two'])
    const second = await simulator.client.mails({
      to: 'page@example.org',
      limit: 1,
      cursor: first.cursor.nextCursor!,
    })
    expect(second.results.map((one) => one.subject)).toEqual(['One'])
    expect(second.cursor.nextCursor).toBeUndefined()
  })

  test('outlives a kill, and is empty once it was emptied', async () => {
    await send('kept@example.org', 'Kept')
    const { results } = await simulator.client.mails({ to: 'kept@example.org' })
    simulator = await simulator.killAndStart()
    expect(await simulator.client.mail(results[0]!.mailId)).toMatchObject({ subject: 'Kept' })
    expect((await simulator.client.clearMails()).mails).toBeGreaterThan(0)
    expect((await simulator.client.mails()).results).toEqual([])
    await expect(simulator.client.mail(results[0]!.mailId)).rejects.toThrow(SimulatorRefusal)
    simulator = await simulator.killAndStart()
    expect((await simulator.client.mails()).results).toEqual([])
  })

  test('refuses a mail over a megabyte', async () => {
    await expect(
      send('big@example.org', 'Big', { text: 'a'.repeat(1_100_000) }),
    ).rejects.toMatchObject({ responseCode: 552 })
  })
})
