import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  caller,
  makeKey,
  OWNER,
  runPlatform,
  type OtherAccount,
  type Running,
} from '../support/running.ts'

/** Whoever changes something leaves a trace, and the trace tells no secret. */

interface Entry {
  seq: number
  at: string
  action: string
  outcome: string
  endedAt: string | null
  outcomeSeq: number | null
  actor: { kind: string; userId: number | null; keyId: string | null; name: string | null }
  ip: string
  target: { kind: string; id: string | null } | null
  fields: string[]
  status: number | null
  description: string
}
interface Page {
  results: Entry[]
  nextCursor: string | null
}

const VERIFY = path.join(import.meta.dirname, '../../scripts/verify-audit.ts')

let running: Running
let lastAccount = 0
beforeAll(async () => {
  running = await runPlatform()
})
afterAll(() => running?.stop())

const newAccount = (): Promise<OtherAccount> =>
  running.account({ name: `Audited ${++lastAccount}`, prepaid: false, anySender: true })
const entries = async (account: OtherAccount, query = ''): Promise<Entry[]> =>
  (await account.call<Page>('GET', `/audit/1/entries?${query}`)).body.results
const rowsOf = (account: OtherAccount) =>
  running.look<{ seq: string; action: string; outcome: string; asked_seq: string | null }>(
    'select seq, action, outcome, asked_seq from audit.entries where account_id = $1 order by seq',
    [account.accountId],
  )

describe('a change', () => {
  test('stands before and after it was made, with who, from where and what', async () => {
    const account = await newAccount()
    const { id, secret } = await makeKey(account.call, 'A key', ['sms:manage'])
    expect(await rowsOf(account)).toEqual([
      { seq: '1', action: 'create-api-key', outcome: 'asked', asked_seq: null },
      { seq: '2', action: 'create-api-key', outcome: 'done', asked_seq: '1' },
    ])
    const [entry] = await entries(account)
    expect(entry).toMatchObject({
      seq: 1,
      outcomeSeq: 2,
      action: 'create-api-key',
      outcome: 'DONE',
      actor: { kind: 'KEY', userId: null, fromAccount: null },
      ip: '127.0.0.1',
      target: { kind: 'ApiKey', id },
      fields: ['name', 'permissions', 'scopeGuids'],
      status: 200,
      description: 'Make an API key',
      erased: false,
    })
    const kept = JSON.stringify(
      await running.look('select * from audit.details where account_id = $1', [account.accountId]),
    )
    expect(kept).not.toContain(secret)
    expect(kept).not.toContain('A key')
  })

  test('that is refused stands as refused', async () => {
    const account = await newAccount()
    const unknown = '0'.repeat(32)
    expect((await account.call('DELETE', `/accounts/1/api-keys/${unknown}`)).status).toBe(404)
    expect(await entries(account)).toMatchObject([
      {
        action: 'delete-api-key',
        outcome: 'REFUSED',
        status: 404,
        target: { kind: 'ApiKey', id: unknown },
      },
    ])
  })

  test('whose body is wrong never began, and leaves nothing', async () => {
    const account = await newAccount()
    expect((await account.call('POST', '/settings/2/api-keys', {})).status).toBe(400)
    expect(await rowsOf(account)).toEqual([])
  })

  test('by a key that lacks the scope is noted once a minute, also when it only reads', async () => {
    const account = await newAccount()
    const { id, secret } = await makeKey(account.call, 'Sends only', ['sms:manage'])
    const weak = caller(() => running.url, secret)
    for (let count = 0; count < 3; count += 1) {
      expect((await weak('DELETE', `/accounts/1/api-keys/${id}`)).status).toBe(403)
      expect((await weak('GET', '/settings/2/api-keys')).status).toBe(403)
    }
    const refused = await entries(account, 'outcome=REFUSED')
    expect(refused.map((one) => [one.action, one.status, one.actor.keyId])).toEqual([
      ['get-api-keys-by-filter', 403, id],
      ['delete-api-key', 403, id],
    ])
  })

  test('is not made when it cannot be noted', async () => {
    const account = await newAccount()
    await running.look('alter table audit.entries rename to entries_away')
    try {
      const answer = await account.call<{ description: string }>('POST', '/settings/2/api-keys', {
        name: 'Never made',
        permissions: ['PUBLIC_API'],
      })
      expect(answer.status).toBe(503)
      expect(answer.body.description).toContain('was not made')
    } finally {
      await running.look('alter table audit.entries_away rename to entries')
    }
    const keys = await running.look('select 1 from accounts.api_keys where account_id = $1', [
      account.accountId,
    ])
    expect(keys).toHaveLength(1)
  })

  test('that began and never ended says that nobody knows', async () => {
    const account = await newAccount()
    await running.look(
      `create function audit.no_outcome() returns trigger language plpgsql as
       $$ begin if new.asked_seq is not null then raise exception 'gone'; end if; return new; end $$`,
    )
    await running.look(
      'create trigger no_outcome before insert on audit.entries for each row execute function audit.no_outcome()',
    )
    try {
      await makeKey(account.call, 'Made all the same', ['sms:manage'])
    } finally {
      await running.look('drop function audit.no_outcome() cascade')
    }
    expect(await entries(account)).toMatchObject([
      { action: 'create-api-key', outcome: 'UNKNOWN', endedAt: null, outcomeSeq: null },
    ])
  })
})

test('messages are not in the trail: their own records tell of them', async () => {
  const account = await newAccount()
  const sent = await account.call('POST', '/sms/3/messages', {
    messages: [
      { sender: 'Alpha', destinations: [{ to: '999000500001' }], content: { text: 'Hello' } },
    ],
  })
  expect(sent.status).toBe(200)
  await account.call('GET', '/sms/3/logs')
  expect(await rowsOf(account)).toEqual([])
})

describe('people', () => {
  const portal = async (method: string, path: string, body: object, cookie = '') =>
    fetch(`${running.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: running.url, cookie },
      body: JSON.stringify(body),
    })

  test('who log in, fail to, change themselves and log out are named', async () => {
    await portal('POST', '/accounts/1/login', { email: OWNER.email, password: 'wrong password' })
    const logIn = await portal('POST', '/accounts/1/login', OWNER)
    const [cookie] = logIn.headers.get('set-cookie')!.split(';')
    await portal('PUT', '/accounts/1/me', { name: 'Olga' }, cookie)
    await portal('POST', '/accounts/1/logout', {}, cookie)
    const root = caller(() => running.url)
    const { body } = await root<Page>('GET', '/audit/1/entries?limit=4')
    expect(
      body.results.map(({ action, outcome, actor }) => [action, outcome, actor.kind, actor.name]),
    ).toEqual([
      ['log-out', 'DONE', 'PERSON', OWNER.email],
      ['update-me', 'DONE', 'PERSON', OWNER.email],
      ['log-in', 'DONE', 'PERSON', OWNER.email],
      ['log-in-failed', 'REFUSED', 'NOBODY', null],
    ])
  })

  test('are found by their key, action, item, address and time in the log of the compatible API', async () => {
    const root = caller(() => running.url)
    const read = async (query: string) =>
      (await root<Record<string, unknown>[]>('GET', `/audit/1/logs?${query}`)).body
    expect(await read('action=Login&item=User')).toEqual([
      {
        id: expect.any(String),
        action: 'Login',
        item: 'User',
        description: 'Logged in by password',
        username: OWNER.email,
        ipAddress: '127.0.0.1',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      },
    ])
    expect(await read('userKey=1&limit=1')).toHaveLength(1)
    expect(await read('userKey=999')).toEqual([])
    expect(await read('userKey=nobody')).toEqual([])
    expect(await read('ipAddress=192.0.2.1')).toEqual([])
    expect(await read('description=LOGGED+out')).toHaveLength(1)
    expect(await read('to=2020-01-01T00:00:00Z')).toEqual([])
    expect((await root('GET', '/audit/1/logs?from=yesterday')).status).toBe(400)
    expect((await root('GET', '/audit/1/logs?action=Sing')).status).toBe(400)
    expect((await root('GET', '/audit/1/logs?limit=10001')).status).toBe(400)
  })
})

test('the list is paged without a gap or a repetition, and filtered', async () => {
  const account = await newAccount()
  const made: string[] = []
  for (let count = 0; count < 7; count += 1)
    made.push((await makeKey(account.call, `Key ${count}`, ['sms:manage'])).id)
  const seen: (string | null | undefined)[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: { body: Page } = await account.call<Page>(
      'GET',
      `/audit/1/entries?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    seen.push(...body.results.map((one) => one.target?.id))
    cursor = body.nextCursor
  }
  expect(seen).toEqual(made.toReversed())
  expect(await entries(account, `target=${made[2]}`)).toHaveLength(1)
  expect(await entries(account, 'action=create-api-key')).toHaveLength(7)
  expect(await entries(account, 'action=delete-api-key')).toEqual([])
})

describe('an export', () => {
  const text = async (account: OtherAccount, path: string) => {
    const answer = await fetch(running.url + path, {
      headers: { authorization: `App ${account.apiKey}` },
    })
    return { type: answer.headers.get('content-type'), text: await answer.text() }
  }

  test('is a table for spreadsheets that runs nothing there, and stands in the trail itself', async () => {
    const account = await newAccount()
    const { id } = await makeKey(account.call, '=1+1|"x"', ['account-management:manage'])
    await running.look('update accounts.api_keys set name = $2 where account_id = $1', [
      account.accountId,
      '=HYPERLINK("http://evil.example/")',
    ])
    const table = await text(account, '/audit/1/logs/export')
    expect(table.type).toMatch(/^text\/csv/)
    const lines = table.text.split('\r\n')
    expect(lines[0]).toBe('id,timestamp,username,action,item,description,ipAddress')
    expect(lines).toHaveLength(4)
    expect(table.text).toContain(`"'=HYPERLINK(""http://evil.example/"")"`)
    expect(table.text).not.toContain(id)
    expect((await entries(account, 'action=export-audit-logs')).length).toBe(1)
  })

  test('of the chain is whole', async () => {
    const account = await newAccount()
    await makeKey(account.call, 'One', ['sms:manage'])
    const { type, text: lines } = await text(account, '/audit/1/chain')
    expect(type).toMatch(/^application\/x-ndjson/)
    const [about, ...rest] = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(about).toMatchObject({ format: 'trunkline-audit-1', accountId: account.accountId })
    expect(rest.map((one) => [one['seq'], one['action'], one['outcome']])).toEqual([
      [1, 'create-api-key', 'asked'],
      [2, 'create-api-key', 'done'],
      [3, 'export-audit-chain', 'done'],
    ])
    const folder = await mkdtemp(path.join(tmpdir(), 'tl-chain-'))
    const file = path.join(folder, 'chain.jsonl')
    await writeFile(file, lines)
    const { stdout } = await promisify(execFile)(process.execPath, [VERIFY, file])
    await rm(folder, { recursive: true })
    expect(stdout).toContain('3 entries are right')
  })
})

test('the chain is verified over the API, and a changed row is found', async () => {
  const account = await newAccount()
  for (const name of ['One', 'Two', 'Three']) await makeKey(account.call, name, ['sms:manage'])
  const verification = async () =>
    (await account.call<Record<string, unknown>>('GET', '/audit/1/verification')).body
  expect(await verification()).toMatchObject({ ok: true, from: 1, to: 6, checked: 6, next: null })
  await running.look('alter table audit.details disable trigger user')
  await running.look('update audit.details set user_id = 1 where account_id = $1 and seq = 3', [
    account.accountId,
  ])
  await running.look('alter table audit.details enable trigger user')
  expect(await verification()).toMatchObject({
    ok: false,
    to: 2,
    fault: { seq: 3, kind: 'DETAIL_CHANGED' },
  })
})

test('an account sees nothing of another trail', async () => {
  const [mine, theirs] = [await newAccount(), await newAccount()]
  await makeKey(theirs.call, 'Theirs', ['sms:manage'])
  expect(await entries(mine)).toEqual([])
  expect((await mine.call('GET', '/audit/1/logs')).body).toEqual([])
  expect((await theirs.call('GET', '/audit/1/proofs/1')).status).toBe(200)
  expect((await mine.call('GET', '/audit/1/proofs/1')).status).toBe(404)
})

test('what somebody of an account above reads or changes stands in the trail of the account below, with where they came from', async () => {
  const below = await running.accounts.createAccount({ name: 'Below', prepaid: false })
  const root = caller(() => running.url)
  const inIt = { 'trunkline-account': below.key }
  expect((await root('GET', '/settings/2/api-keys', undefined, inIt)).status).toBe(200)
  const body = { name: 'From above', permissions: ['PUBLIC_API'] }
  expect((await root('POST', '/settings/2/api-keys', body, inIt)).status).toBe(200)
  const own = caller(() => running.url, below.apiKey)
  const { results } = (await own<Page>('GET', '/audit/1/entries')).body
  expect(results).toMatchObject([
    { action: 'create-api-key', outcome: 'DONE', actor: { kind: 'KEY', name: null } },
    { action: 'get-api-keys-by-filter', outcome: 'DONE', actor: { kind: 'KEY', name: null } },
  ])
  expect(results[0]!.actor).toMatchObject({ fromAccount: { name: 'Main account' } })
})
