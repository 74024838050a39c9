import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import type { NewMessage } from './index.ts'
import { startEngine, type Engine } from './test/engine.ts'

/** What countries ask of messages to real operators, and what accounts say of their own sending. */

const ROOT = 1
const HOUR_MS = 3_600_000
const FR = '33612345678'
const NEW_YORK = '12125550123'
const IRELAND = '353851234567'
const INDIA = '919812345678'
let engine: Engine
let account: number
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())
beforeEach(async () => {
  // A Monday; tests set the clock to later times, so that an account is there already.
  engine.clock.set(Date.parse('2027-01-11T11:00:00Z'))
  account = await engine.account()
  engine.clock.set(Date.parse('2027-01-12T11:00:00Z'))
})
afterEach(() => {
  engine.route = { routeId: 3, routeName: 'Test', connectionId: 7, simulated: false }
})

/** The fate of one message: its status and error, and when it is due if it waits. */
async function fate(message: Partial<NewMessage>, asked = {}) {
  const { messages } = await engine.send(account, { ...asked, messages: [message] })
  const { messageId: id, statusId } = messages[0]!
  const [row] = await engine.look<{ error_id: number; due: Date | null }>(
    `select error_id, null as due from messaging.live where id::text = $1
     union all select 0, send_at from messaging.scheduled where id::text = $1`,
    [id],
  )
  return { id, status: statusId, error: row!.error_id, due: row!.due?.toISOString() ?? null }
}
const marketing = (to: string, more: Partial<NewMessage> = {}): Partial<NewMessage> => ({
  to,
  contentClass: 'MARKETING',
  ...more,
})
const passes = { status: 26, error: 0, due: null }
const change = async (
  who: number,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
) => {
  const answer = await engine.ask<Record<string, unknown>>(who, path, {
    method,
    ...(body ? { body } : {}),
  })
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}
const extras = (regional: object) => ({ regional })

describe('senders', () => {
  it.each([
    ['a name to the United States', { to: NEW_YORK, sender: 'Shop' }, 11, 375],
    [
      'a long number that is not registered there',
      { to: NEW_YORK, sender: '+12125550199' },
      11,
      375,
    ],
    ['a short code there', { to: NEW_YORK, sender: '72345' }, 26, 0],
    ['a name that Ireland does not know', { to: IRELAND, sender: 'Shop' }, 11, 375],
    ['a number to Ireland', { to: IRELAND, sender: '+353851112222' }, 26, 0],
    ['a name that Singapore only marks', { to: '6581234567', sender: 'Shop' }, 26, 0],
    ['a name that Malaysia replaces', { to: '60123456789', sender: 'Shop' }, 26, 0],
    ['a name to a country that asks nothing', { to: '491511234567', sender: 'Shop' }, 26, 0],
  ])('%s', async (_what, message, status, error) => {
    expect(await fate(message)).toMatchObject({ status, error })
  })

  it('of marketing bear the mark that a country wants', async () => {
    const emirates = '971501234567'
    await register('AE', 'Shop')
    await register('AE', 'AD-Shop')
    expect(await fate({ to: emirates, sender: 'Shop' })).toMatchObject(passes)
    expect(await fate(marketing(emirates, { sender: 'Shop' }))).toMatchObject({
      status: 11,
      error: 375,
    })
    expect(await fate(marketing(emirates, { sender: 'AD-Shop' }))).toMatchObject(passes)
  })

  it('pass once they are registered, as long as that holds', async () => {
    const { id } = await register('IE', 'Shop', '2027-01-13T11:00:00.000+0000')
    expect(await fate({ to: IRELAND })).toMatchObject(passes)
    expect((await list(account))[0]).toMatchObject({
      id,
      state: 'APPROVED',
      sender: 'Shop',
      kind: 'ALPHANUMERIC',
    })
    engine.clock.advance(25 * HOUR_MS)
    expect(await fate({ to: IRELAND })).toMatchObject({ status: 11 })
    expect((await list(account))[0]).toMatchObject({ id, state: 'EXPIRED' })
    // It may be asked for again.
    expect(
      await change(account, 'POST', '/rules/1/registrations', { country: 'IE', sender: 'Shop' }),
    ).toMatchObject({ id, state: 'REQUESTED' })
  })

  it('are registered for one account and one country only', async () => {
    await register('IE', 'Shop')
    account = await engine.account()
    expect(await fate({ to: IRELAND })).toMatchObject({ status: 11 })
  })
})

type Registration = { id: number; state: string }
const list = async (who: number) =>
  (await engine.ask<{ results: Registration[] }>(who, '/rules/1/registrations')).body.results

async function register(country: string, sender: string, expiresAt: string | null = null) {
  const asked = await change(account, 'POST', '/rules/1/registrations', { country, sender })
  await change(ROOT, 'POST', `/rules/1/registration-requests/${String(asked['id'])}/decision`, {
    decision: 'APPROVED',
    expiresAt,
  })
  return { id: Number(asked['id']) }
}

test('a registration tells what its country asks for, and is decided by the installation alone', async () => {
  const path = '/rules/1/registrations'
  const body = { country: 'US', sender: '+12125550199' }
  expect((await engine.ask(account, path, { method: 'POST', body })).status).toBe(400)
  const details = { brandId: 'B1', campaignId: 'C1' }
  const asked = await change(account, 'POST', path, { ...body, details })
  expect(asked).toMatchObject({
    state: 'REQUESTED',
    kind: 'LONG_NUMBER',
    sender: '12125550199',
    details,
  })
  expect(
    (await engine.ask(account, path, { method: 'POST', body: { ...body, details } })).status,
  ).toBe(409)
  const decision = `/rules/1/registration-requests/${String(asked['id'])}/decision`
  const approve = { method: 'POST', body: { decision: 'APPROVED' } } as const
  expect((await engine.ask(account, decision, approve)).status).toBe(403)
  expect(await fate({ to: NEW_YORK, sender: '+12125550199' })).toMatchObject({ status: 11 })
  await change(ROOT, 'POST', decision, { decision: 'REJECTED', answer: 'No such campaign.' })
  expect((await list(account))[0]).toMatchObject({ state: 'REJECTED', answer: 'No such campaign.' })
  await change(ROOT, 'POST', decision, { decision: 'APPROVED' })
  expect(await fate({ to: NEW_YORK, sender: '+12125550199' })).toMatchObject(passes)
  // Another account neither sees nor withdraws it.
  const other = await engine.account()
  const one = `${path}/${String(asked['id'])}`
  expect((await engine.ask(other, one)).status).toBe(404)
  expect((await engine.ask(other, one, { method: 'DELETE' })).status).toBe(404)
  await change(account, 'DELETE', one)
  expect(await fate({ to: NEW_YORK, sender: '+12125550199' })).toMatchObject({ status: 11 })
})

describe('options that a country asks for', () => {
  const ids = { principalEntityId: '1', contentTemplateId: '2' }
  beforeEach(async () => {
    const details = { principalEntityId: '1' }
    const asked = await change(account, 'POST', '/rules/1/registrations', {
      country: 'IN',
      sender: 'Shop',
      details,
    })
    await change(ROOT, 'POST', `/rules/1/registration-requests/${String(asked['id'])}/decision`, {
      decision: 'APPROVED',
    })
  })
  it.each([
    ['both ids of India', INDIA, extras({ indiaDlt: ids }), 26, 0],
    ['no entity', INDIA, null, 99, 4142],
    ['no template', INDIA, extras({ indiaDlt: { principalEntityId: '1' } }), 99, 4143],
    ['an empty entity', INDIA, extras({ indiaDlt: { ...ids, principalEntityId: '' } }), 99, 4142],
  ])('%s', async (_what, to, some, status, error) => {
    expect(await fate({ to, extras: some })).toMatchObject({ status, error })
  })
  it('are told to whoever looks at the message', async () => {
    const { id } = await fate({ to: INDIA })
    expect((await engine.detail(account, id))!.whatToDo).toContain('country asks for an option')
  })
})

describe('marketing', () => {
  const night = '2027-01-12T22:30:00Z'
  const sunday = '2027-01-17T10:00:00Z'
  it.each([
    ['by day goes at once', FR, '2027-01-12T11:00:00Z', null],
    ['by night waits for the morning', FR, night, '2027-01-13T07:00:00.000Z'],
    ['on a Sunday waits for Monday', FR, sunday, '2027-01-18T07:00:00.000Z'],
    [
      'on a public holiday waits for the next day',
      FR,
      '2027-05-06T10:00:00Z',
      '2027-05-07T06:00:00.000Z',
    ],
    [
      'by night in New York waits for its morning',
      NEW_YORK,
      '2027-01-13T03:00:00Z',
      '2027-01-13T13:00:00.000Z',
    ],
    [
      'in Florida has a shorter evening',
      '13055550123',
      '2027-01-13T01:30:00Z',
      '2027-01-13T13:00:00.000Z',
    ],
    ['to a country without a rule goes at once', '491511234567', night, null],
  ])('%s', async (_what, to, now, due) => {
    engine.clock.set(Date.parse(now))
    expect(await fate(marketing(to, { sender: '72345' }))).toMatchObject({ status: 26, due })
  })

  it('binds neither codes nor services', async () => {
    engine.clock.set(Date.parse(night))
    expect(await fate({ to: FR, contentClass: 'OTP' })).toMatchObject(passes)
    expect(await fate({ to: FR, contentClass: 'TRANSACTIONAL' })).toMatchObject(passes)
    expect(await fate({ to: FR })).toMatchObject(passes)
  })

  it('that nobody would want by the morning is refused', async () => {
    engine.clock.set(Date.parse(night))
    expect(await fate(marketing(FR, { validityMs: HOUR_MS }))).toMatchObject({
      status: 15,
      error: 4101,
    })
    expect(await fate(marketing(FR, { validityMs: 12 * HOUR_MS }))).toMatchObject({
      due: '2027-01-13T07:00:00.000Z',
    })
  })

  it('goes out when both its window and its country are open', async () => {
    const window = {
      days: ['SUNDAY', 'MONDAY'] as const,
      from: { hour: 4, minute: 0 },
      to: { hour: 10, minute: 0 },
    }
    engine.clock.set(Date.parse(sunday) - 8 * HOUR_MS)
    expect(await fate(marketing(FR, { window }))).toMatchObject({ due: '2027-01-18T07:00:00.000Z' })
  })

  it('does not go to who is on the list of the country', async () => {
    const path = '/rules/1/do-not-contact/FR'
    const number = '33698765432'
    expect(await change(ROOT, 'POST', path, { numbers: [`+${number}`, number] })).toEqual({
      changed: 1,
    })
    expect(await fate(marketing(number))).toMatchObject({ status: 10 })
    expect(await fate({ to: number })).toMatchObject(passes)
    expect(
      (await engine.ask<{ results: object[] }>(ROOT, `${path}?number=%2B${number}`)).body.results,
    ).toMatchObject([{ number }])
    expect((await engine.ask(account, path)).status).toBe(403)
    expect(await change(ROOT, 'DELETE', path, { numbers: [number] })).toEqual({ changed: 1 })
    expect(await fate(marketing(number))).toMatchObject(passes)
  })
})

describe('the simulator', () => {
  beforeEach(() => {
    engine.route = { ...engine.route!, simulated: true }
  })
  it('is not bound, unless the installation wants it', async () => {
    expect(await fate({ to: IRELAND })).toMatchObject(passes)
    await change(ROOT, 'PUT', '/rules/1/enforcement', { enforcement: 'ALL_ROUTES' })
    expect(await fate({ to: IRELAND })).toMatchObject({ status: 11 })
    expect(await fate(marketing('999000400001'))).toMatchObject(passes)
    await change(ROOT, 'PUT', '/rules/1/enforcement', { enforcement: 'OFF' })
    engine.route = { ...engine.route!, simulated: false }
    expect(await fate({ to: IRELAND })).toMatchObject(passes)
    await change(ROOT, 'PUT', '/rules/1/enforcement', { enforcement: 'REAL_ROUTES' })
  })
})

describe('what the installation says instead', () => {
  const path = '/rules/1/countries/FR'
  const reason = 'Agreed with the operator.'
  afterEach(async () => {
    await engine.ask(ROOT, path, { method: 'DELETE' })
  })
  it('holds for everybody, beside the sources of the files', async () => {
    engine.clock.set(Date.parse('2027-01-12T19:30:00Z'))
    const rule = {
      opening: 'MO-SA 09:00-20:00',
      senders: { SHORT_CODE: 'REFUSED' },
      holidays: ['2027-01-13'],
      validityMinutesMax: 60,
    }
    expect(await change(ROOT, 'PUT', path, { rule, reason })).toMatchObject({
      installation: { rule, reason },
      account: null,
      hours: [{ opening: 'MO-SA 08:00-22:00', source: expect.stringContaining('https://') }],
    })
    expect(await fate(marketing(FR))).toMatchObject({ due: '2027-01-14T08:00:00.000Z' })
    expect(await fate({ to: FR, sender: '36180' })).toMatchObject({ status: 11 })
    const { id } = await fate({ to: FR })
    const [row] = await engine.look<{ ms: number }>(
      'select extract(epoch from valid_until - accepted_at)::int as ms from messaging.live where id::text = $1',
      [id],
    )
    expect(row!.ms).toBe(3_600)
    await change(ROOT, 'DELETE', path)
    expect(await fate(marketing(FR))).toMatchObject(passes)
  })
  it('may hold for one account, and may end the rules of a country', async () => {
    const other = account
    account = await engine.account()
    engine.clock.set(Date.parse('2027-01-12T22:30:00Z'))
    const [{ key }] = (await engine.look<{ key: string }>(
      'select key from accounts.accounts where id = $1',
      [account],
    )) as [{ key: string }]
    await change(ROOT, 'PUT', path, { rule: { enforced: false }, reason, accountKey: key })
    expect(await fate(marketing(FR))).toMatchObject(passes)
    expect((await engine.ask<{ account: object }>(account, path)).body.account).toMatchObject({
      reason,
    })
    account = other
    expect(await fate(marketing(FR))).toMatchObject({ due: '2027-01-13T07:00:00.000Z' })
  })
  it.each([
    [{ opening: 'daytime' }],
    [{ holidays: ['every day'] }],
    [{ validityMinutesMax: 0 }],
    [{ senders: { PIGEON: 'ALLOWED' } }],
  ])('is refused when it is not well said: %j', async (rule) => {
    expect((await engine.ask(ROOT, path, { method: 'PUT', body: { rule, reason } })).status).toBe(
      400,
    )
  })
  it('is for the installation’s own account to say', async () => {
    const body = { rule: { enforced: false }, reason }
    expect((await engine.ask(account, path, { method: 'PUT', body })).status).toBe(403)
  })
})

describe('what a message is for', () => {
  const classOf = async (message: Partial<NewMessage> = {}) => {
    const id = await engine.sendOne(account, message)
    const [row] = await engine.look<{ content_class: number }>(
      'select content_class from messaging.live where id::text = $1',
      [id],
    )
    return ['OTP', 'TRANSACTIONAL', 'MARKETING'][row!.content_class]
  }
  it('is what it says, else what its sender says, else the account, else the installation, else a service', async () => {
    expect(await classOf()).toBe('TRANSACTIONAL')
    await settings(ROOT, { contentClass: 'OTP' })
    expect(await classOf()).toBe('OTP')
    await settings(account, { contentClass: 'MARKETING' })
    expect(await classOf()).toBe('MARKETING')
    await change(account, 'PUT', '/rules/1/senders/+491701234567', {
      contentClass: 'TRANSACTIONAL',
    })
    expect(await classOf({ sender: '491701234567' })).toBe('TRANSACTIONAL')
    expect(await classOf({ sender: '491701234567', contentClass: 'OTP' })).toBe('OTP')
    expect(await classOf()).toBe('MARKETING')
    expect((await engine.ask(account, '/rules/1/senders')).body).toMatchObject({
      results: [{ sender: '491701234567', contentClass: 'TRANSACTIONAL' }],
    })
    await change(account, 'PUT', '/rules/1/senders/491701234567', { contentClass: null })
    expect(await classOf({ sender: '491701234567' })).toBe('MARKETING')
    await settings(ROOT, {})
  })
})

const unset = {
  contentClass: null,
  flooding: { variedMax: null, identicalMax: null, minutes: null },
  duplicateSeconds: null,
  keywordsOn: null,
  optOutScope: null,
}
const settings = (who: number, some: object) =>
  change(who, 'PUT', '/rules/1/settings', { ...unset, ...some })

test('a delivery window may go by the recipient’s clock', async () => {
  const window = {
    days: ['TUESDAY'] as const,
    from: { hour: 9, minute: 0 },
    to: { hour: 12, minute: 0 },
  }
  engine.clock.set(Date.parse('2027-01-12T08:30:00Z'))
  expect(await fate({ to: FR, window })).toMatchObject({ due: '2027-01-12T09:00:00.000Z' })
  expect(await fate({ to: FR, window: { ...window, recipientZone: true } })).toMatchObject(passes)
  expect(
    await fate({ to: '81901234567', window: { ...window, recipientZone: true } }),
  ).toMatchObject({ due: '2027-01-19T00:00:00.000Z' })
  expect(
    await fate({ to: NEW_YORK, sender: '72345', window: { ...window, recipientZone: true } }),
  ).toMatchObject({ due: '2027-01-12T14:00:00.000Z' })
})

test('rules of countries are listed with their sources, page by page', async () => {
  const first = await engine.ask<{
    results: { country: string; senders: { source: string }[] }[]
    nextCursor: string
  }>(account, '/rules/1/countries?limit=5')
  expect(first.body.results).toHaveLength(5)
  expect(first.body.results[0]).toMatchObject({
    country: 'AE',
    name: 'United Arab Emirates',
    timeZones: ['Asia/Dubai'],
  })
  const next = await engine.ask<{ results: { country: string }[] }>(
    account,
    `/rules/1/countries?limit=5&cursor=${first.body.nextCursor}`,
  )
  expect(next.body.results[0]!.country > first.body.results[4]!.country).toBe(true)
  expect((await engine.ask(account, '/rules/1/countries/QQ')).status).toBe(404)
  expect((await engine.ask(account, '/rules/1/countries/DE')).body).toMatchObject({
    senders: [],
    hours: [],
  })
})
