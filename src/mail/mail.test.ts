import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { movableClock } from '../core/clock.ts'
import { openLog } from '../core/open-log.ts'
import { openSecrets } from '../core/secrets.ts'
import {
  migrate,
  openDatabase,
  readMigrations,
  row,
  sql,
  transaction,
  type Database,
} from '../core/storage/index.ts'
import { emptyDatabase } from '../../test/support/database.ts'
import { eventually } from '../../test/support/running.ts'
import { mail, mailMigrations, type Mail, type OutgoingMail } from './index.ts'

/** A relay as others run them: asks for a password, and answers as the test says. */
interface Peer {
  port: number
  taken: { envelope: string[]; parsed: ParsedMail }[]
  /** What the next recipients are answered; null: taken. */
  refuseWith: { code: number; text: string } | null
  tries: number
  logIns: string[]
  close(): Promise<void>
}

async function startPeer(): Promise<Peer> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: (auth, _session, answer) => {
      peer.logIns.push(`${auth.username}:${auth.password}`)
      answer(null, { user: auth.username })
    },
    onRcptTo: (_address, _session, answer) => {
      peer.tries++
      const { refuseWith } = peer
      answer(
        refuseWith
          ? Object.assign(new Error(refuseWith.text), { responseCode: refuseWith.code })
          : undefined,
      )
    },
    onData: (stream, session, answer) => {
      simpleParser(stream)
        .then((parsed) => {
          peer.taken.push({ envelope: session.envelope.rcptTo.map((one) => one.address), parsed })
          answer()
        })
        .catch(answer)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const peer: Peer = {
    port: (server.server.address() as { port: number }).port,
    taken: [],
    refuseWith: null,
    tries: 0,
    logIns: [],
    close: () => new Promise((resolve) => server.close(resolve)),
  }
  return peer
}

const clock = movableClock()
const secrets = openSecrets(Buffer.alloc(32, 5))
const log = openLog('silent')
let database: Database
let peer: Peer
let sent: Mail
let stop: () => Promise<void>

beforeAll(async () => {
  database = openDatabase(await emptyDatabase(), log, { connectionsMax: 4, hotConnectionsMax: 1 })
  await migrate(database.db, await readMigrations('mail', mailMigrations), clock.now())
  peer = await startPeer()
  sent = mail({
    db: database.db,
    secrets,
    clock,
    log,
    relay: {
      smtpUrl: `smtp://robot%40example.org:p%40ss@127.0.0.1:${peer.port}`,
      mailboxPort: null,
      from: 'Trunkline <robot@example.org>',
    },
  })
  stop = (await sent.module.start!())!
})
afterAll(async () => {
  await stop()
  await peer.close()
  await database.close()
})
beforeEach(() => {
  peer.refuseWith = null
  peer.tries = 0
})

const invitation = (to: string, more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  to,
  subject: 'You are invited',
  text: 'Hello <you>.\n\nhttps://example.org/accept?a=1&b=2',
  accountId: 7,
  kind: 'invitation',
  ...more,
})

interface OutboxRow {
  state: string
  body: Buffer | null
  answer_code: number | null
  attempts: number
}
const find = (recipient: string): Promise<OutboxRow | undefined> =>
  row<OutboxRow>(
    database.db,
    sql`select state, body, answer_code, attempts from mail.outbox where recipient = ${recipient}`,
  )
const inState = (recipient: string, state: string, attempts: number) =>
  eventually(`${recipient} being ${state}`, async () => {
    const found = await find(recipient)
    return found?.state === state && found.attempts >= attempts ? found : undefined
  })
/** As if the process had been away until then: the next look finds what is due. */
const laterBy = (ms: number) => clock.advance(ms)

describe('a mail', () => {
  test('reaches the relay with both bodies, and its own body is forgotten', async () => {
    await transaction(database.db, (tx) => sent.send(tx, invitation('ann@example.org')))
    const stored = await inState('ann@example.org', 'delivered', 1)
    expect(stored).toMatchObject({ body: null, answer_code: 250 })
    const { envelope, parsed } = peer.taken.find((one) => one.envelope[0] === 'ann@example.org')!
    expect(envelope).toEqual(['ann@example.org'])
    expect(parsed.from?.text).toBe('"Trunkline" <robot@example.org>')
    expect(parsed.subject).toBe('You are invited')
    expect(parsed.text?.trim()).toBe('Hello <you>.\n\nhttps://example.org/accept?a=1&b=2')
    expect(parsed.html).toContain('Hello &lt;you&gt;.')
    expect(parsed.html).toContain('<a href="https://example.org/accept?a=1&amp;b=2"')
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
    expect(peer.logIns).toContain('robot@example.org:p@ss')
  })

  test('keeps its words in Japanese', async () => {
    const subject = '招待のお知らせ'
    await sent.send(
      database.db,
      invitation('hana@example.org', { subject, text: 'ようこそ。', language: 'ja' }),
    )
    await inState('hana@example.org', 'delivered', 1)
    const { parsed } = peer.taken.find((one) => one.envelope[0] === 'hana@example.org')!
    expect(parsed.subject).toBe(subject)
    expect(parsed.text?.trim()).toBe('ようこそ。')
    expect(parsed.html).toContain('<html lang="ja">')
  })

  test('does not go when its transaction does not commit', async () => {
    const undone = transaction(database.db, async (tx) => {
      await sent.send(tx, invitation('nobody@example.org'))
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await find('nobody@example.org')).toBeUndefined()
  })

  test('waits encrypted, and is tried again after a minute and n squared until the relay takes it', async () => {
    peer.refuseWith = { code: 451, text: 'try later' }
    await sent.send(database.db, invitation('bea@example.org'))
    await eventually('the first refusal', async () => {
      const found = await find('bea@example.org')
      return found?.answer_code === 451 ? found : undefined
    })
    const waiting = (await find('bea@example.org'))!
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1 })
    expect(waiting.body!.includes('example.org')).toBe(false)

    laterBy(2 * 60_000 + 1_000)
    await inState('bea@example.org', 'waiting', 2)
    peer.refuseWith = null
    // 1 min + 2² min after the second refusal.
    laterBy(5 * 60_000 + 1_000)
    expect(await inState('bea@example.org', 'delivered', 3)).toMatchObject({ answer_code: 250 })
  })

  test('is given up at once when the relay will never have the recipient', async () => {
    peer.refuseWith = { code: 550, text: 'no such user' }
    await sent.send(database.db, invitation('gone@example.org'))
    expect(await inState('gone@example.org', 'failed', 1)).toMatchObject({
      answer_code: 550,
      body: null,
    })
    expect(peer.tries).toBe(1)
  })

  test('is given up after 48 hours, and its row is gone a week later', async () => {
    peer.refuseWith = { code: 421, text: 'closing' }
    await sent.send(database.db, invitation('late@example.org'))
    await eventually('the first refusal', async () =>
      (await find('late@example.org'))?.answer_code === 421 ? true : undefined,
    )
    laterBy(49 * 3_600_000)
    expect((await inState('late@example.org', 'failed', 2)).body).toBeNull()
    laterBy(7 * 86_400_000 + 3_600_000)
    await eventually('the row going', async () =>
      (await find('late@example.org')) === undefined ? true : undefined,
    )
  })

  test.each([
    ['two recipients', { to: 'a@example.org, b@example.org' }],
    ['a header in its subject', { subject: 'Hello\r\nBcc: all@example.org' }],
    ['a book for a body', { text: 'a'.repeat(100_001) }],
  ])('with %s is refused', async (_what, wrong) => {
    await expect(
      sent.send(database.db, { ...invitation('carl@example.org'), ...wrong }),
    ).rejects.toThrow()
  })
})
