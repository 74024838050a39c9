import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_KEY, eventually, runPlatform, type Running } from '../support/running.ts'

interface Answer {
  status: number
  // Whatever the answer is: the test says what it expects of it.
  body: ReturnType<typeof JSON.parse>
}
const PASSWORD = 'quite-an-unusual-phrase'
let running: Running
beforeAll(async () => {
  running = await runPlatform({ SELF_SIGN_UP: 'on', TERMS_VERSION: '2026-11' })
})
afterAll(() => running?.stop())

async function call(
  method: string,
  path: string,
  options: { body?: object; authorization?: string; url?: string } = {},
): Promise<Answer> {
  const { body, authorization, url = running.url } = options
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}
const root = `App ${API_KEY}`
const basic = (email: string) => `Basic ${Buffer.from(`${email}:${PASSWORD}`).toString('base64')}`

/** The text of the newest mail to an address, once it has come to the mailbox. */
const mailTo = (email: string, subject: RegExp) =>
  eventually(`a mail to ${email}`, async () => {
    const { results } = await running.simulator.mails({ to: email })
    const head = results.find((one) => subject.test(one.subject))
    return head && running.simulator.mail(head.mailId)
  })
const tokenOf = (text: string): string => /#(\S+)/.exec(text)![1]!

describe('an installation without a relay', () => {
  it('signs somebody up over the mailbox, who invites a colleague, who may do less', async () => {
    const terms = await call('GET', '/accounts/1/sign-up')
    expect(terms.body).toEqual({ open: true, termsVersion: '2026-11', termsUrl: null })
    const email = 'founder@example.org'
    const wishes = { email, name: 'Fay', company: 'Example', ofAge: true, termsVersion: '2026-11' }
    expect((await call('POST', '/accounts/1/sign-up', { body: wishes })).status).toBe(204)
    const mail = await mailTo(email, /Confirm/)
    expect(mail.text).toContain(`${running.url}/portal/confirm#`)
    expect(mail.html).toContain('<a href=')
    const body = { token: tokenOf(mail.text), password: PASSWORD }
    expect((await call('POST', '/accounts/1/confirm', { body })).body).toEqual({ email })

    const authorization = basic(email)
    const me = (await call('GET', '/accounts/1/me', { authorization })).body
    expect(me).toMatchObject({ account: { state: 'trial', isRoot: false }, scopes: ['all'] })
    // The mailbox has the links of everybody: it is for whoever runs the installation.
    for (const path of ['/simulator/1/mails', '/mail/1/relay'])
      expect((await call('GET', path, { authorization })).status).toBe(403)

    const invited = 'helper@example.org'
    const invitation = { email: invited, roleId: 'agent', locale: 'ja' }
    await call('POST', '/accounts/1/invitations', { authorization, body: invitation })
    const link = await mailTo(invited, /招待/)
    await call('POST', '/accounts/1/invitations/accept', {
      body: { token: tokenOf(link.text), password: PASSWORD },
    })
    const helper = { authorization: basic(invited) }
    expect((await call('GET', '/accounts/1/me', helper)).body.role).toEqual({
      id: 'agent',
      name: 'agent',
    })
    expect((await call('GET', '/accounts/1/users', helper)).status).toBe(403)
    expect((await call('GET', '/settings/2/api-keys', helper)).status).toBe(403)
  })

  it('keeps neither a link nor a password where somebody who reads the database finds it', async () => {
    const email = 'careful@example.org'
    await call('POST', '/accounts/1/invitations', {
      authorization: root,
      body: { email, roleId: 'analyst' },
    })
    const mail = await mailTo(email, /Invitation/)
    const token = tokenOf(mail.text)
    const kept = await running.look<{ row: string }>(
      `select i::text as row from accounts.invitations i
       union all select o::text from mail.outbox o
       union all select e::text from audit.entries e`,
    )
    expect(kept.length).toBeGreaterThan(1)
    const forms = [token, Buffer.from(token).toString('hex')]
    expect(kept.filter(({ row }) => forms.some((one) => row.includes(one)))).toEqual([])
  })

  it('tells how mails leave, and what became of a test', async () => {
    const tried = await call('POST', '/mail/1/test', {
      authorization: root,
      body: { to: 'operator@example.org' },
    })
    expect(tried.body).toMatchObject({ accepted: true, code: 250 })
    const relay = await call('GET', '/mail/1/relay', { authorization: root })
    expect(relay.body).toMatchObject({ way: 'simulator', from: 'Trunkline <trunkline@localhost>' })
  })
})

describe('an installation with a relay', () => {
  it('sends there, past the mailbox, and tells the words of its refusal', async () => {
    const received: string[] = []
    let refuses = true
    const relay = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, answer) =>
        username === 'robot' && password === 's3cret!'
          ? answer(null, { user: username })
          : answer(new Error('who are you?')),
      onRcptTo: (_address, _session, answer) =>
        answer(refuses ? Object.assign(new Error('not today'), { responseCode: 450 }) : undefined),
      onData: (stream, session, answer) => {
        received.push(session.envelope.rcptTo[0]!.address)
        stream.resume().on('end', () => answer())
      },
    })
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
    const { port } = relay.server.address() as { port: number }
    const other = await runPlatform({
      SMTP_URL: `smtp://robot:s3cret!@127.0.0.1:${port}`,
      MAIL_FROM: 'Example <robot@example.org>',
    })
    try {
      const test = () =>
        call('POST', '/mail/1/test', {
          url: other.url,
          authorization: root,
          body: { to: 'operator@example.org' },
        })
      expect((await test()).body).toMatchObject({
        accepted: false,
        code: 450,
        answer: expect.stringContaining('not today'),
      })
      await call('POST', '/accounts/1/invitations', {
        url: other.url,
        authorization: root,
        body: { email: 'waits@example.org', roleId: 'analyst' },
      })
      await eventually('the first try', async () => {
        const { body } = await call('GET', '/mail/1/relay', { url: other.url, authorization: root })
        return body.waiting === 1 && body.lastAnswer === 450 ? true : undefined
      })
      refuses = false
      other.clock.advance(3 * 60_000)
      await eventually('the mail', () =>
        received.includes('waits@example.org') ? true : undefined,
      )
      expect((await test()).body).toMatchObject({ accepted: true })
      expect((await other.simulator.mails()).results).toEqual([])
    } finally {
      await other.stop()
      await new Promise<void>((resolve) => relay.close(() => resolve()))
    }
  })
})
