import {
  API_KEY,
  caller,
  eventually,
  OWNER,
  runPlatform,
  type Call,
  type Running,
} from '../../support/running.ts'
import { kinds, type KindName } from './kinds.ts'
import { MARK } from './mark.ts'

export interface Party {
  name: 'alpha' | 'beta' | 'root'
  accountId: number
  accountKey: string
  userId: number
  /** Other sessions of the owner, to be ended. */
  sessions: string[]
  /** Secret of the authenticator app that waits to be confirmed. */
  totpSecret: string
  /** As the account's owner, in the portal: a person with all scopes of the account. */
  call: Call
  /** By its API key: sending is not for sessions. */
  callByKey: Call
  /** Something was made or changed, and may have consequences that are still under way. */
  isBusy: boolean
  /** Things it has, by kind; made when they are first asked for. */
  has: Map<KindName, string>
}

export interface CrossWorld {
  running: Running
  alpha: Party
  beta: Party
  root: Party
  /** The party's thing of a kind. */
  idOf(party: Party, kind: KindName): Promise<string>
}

export async function startCrossWorld(): Promise<CrossWorld> {
  const running = await runPlatform({ REQUESTS_PER_SECOND_PER_KEY_MAX: '100000' })
  const party = async (name: 'alpha' | 'beta'): Promise<Party> => {
    const owner = { email: `owner@${name}.example`, password: `${name} has a long password` }
    const made = await running.accounts.createAccount({
      name: name === 'alpha' ? `Account ${MARK}` : 'Beta',
      kind: 'reseller',
      prepaid: false,
      anySender: true,
      floodingOn: false,
      owner: { ...owner, name: name === 'alpha' ? `Person ${MARK}` : 'Bea' },
    })
    const account = { accountId: made.accountId, accountKey: made.key, userId: made.owner!.userId }
    return atPortal(running, { name, ...account }, made.apiKey, owner)
  }
  const alpha = await party('alpha')
  const beta = await party('beta')
  const root = await atPortal(
    running,
    { name: 'root', accountId: 1, accountKey: '', userId: 1 },
    API_KEY,
    OWNER,
  )
  const world: CrossWorld = {
    running,
    alpha,
    beta,
    root,
    idOf: async (of, kind) => {
      const known = of.has.get(kind)
      if (known !== undefined) return known
      const made = await kinds[kind].make(of, world)
      of.isBusy = true
      of.has.set(kind, made)
      return made
    },
  }
  return world
}

const SESSIONS = 6

/** A person is asked for by some operations, in the portal by a few, and does for all others. */
async function atPortal(
  running: Running,
  party: Pick<Party, 'name' | 'accountId' | 'accountKey' | 'userId'>,
  apiKey: string,
  owner: { email: string; password: string },
): Promise<Party> {
  const anonymous = caller(() => running.url)
  const logIn = async () => {
    const body = { email: owner.email, password: owner.password }
    const answer = await anonymous('POST', '/accounts/1/login', body, { authorization: null })
    return answer.headers.get('set-cookie')!.split(';')[0]!
  }
  const cookie = await logIn()
  for (let count = 0; count < SESSIONS; count += 1) await logIn()
  const call: Call = (method, address, body, headers = {}) =>
    anonymous(method, address, body, { authorization: null, cookie, origin: running.url, ...headers }) // prettier-ignore
  const { body } = await call<{ results: { id: string; isCurrent: boolean }[] }>('GET', '/accounts/1/sessions') // prettier-ignore
  const sessions = body.results.filter((one) => !one.isCurrent).map((one) => one.id)
  return {
    ...party,
    sessions,
    totpSecret: '',
    call,
    callByKey: caller(() => running.url, apiKey),
    isBusy: false,
    has: new Map(),
  }
}

/** What must not change for others: every row of an account and those below it, as text, by table. Times of last use are left out, and what the background writes while it tries again. */
export async function rowsOf(running: Running, accountId: number): Promise<Map<string, string>> {
  const tables = await accountTables(running)
  const parts = tables.map(
    (table) =>
      `select '${table}' as name, md5(coalesce(string_agg(line, '|' order by line), '')) as rows
       from (select (to_jsonb(t) - array['last_used_at', 'last_seen_at', 'next_at', 'attempts'])::text as line from ${table} t where account_id = any($1)) x`,
  )
  const found = await running.look<{ name: string; rows: string }>(
    `${parts.join(' union all ')}
     union all select 'accounts.accounts', md5(string_agg(to_jsonb(a)::text, '' order by a.id)) from accounts.accounts a where id = any($1)
     union all select 'accounts.users', md5(string_agg(to_jsonb(u)::text, '' order by u.id)) from accounts.users u
       where id in (select user_id from accounts.memberships where account_id = any($1))`,
    [await withBelow(running, accountId)],
  )
  return new Map(found.map((one) => [one.name, one.rows]))
}

/** Waits until nothing of a party's is under way any more: receipts, reports, counters, mails. */
export async function quiet(party: Party, { running }: CrossWorld): Promise<void> {
  if (!party.isBusy) return
  party.isBusy = false
  let before = ''
  await eventually('quiet', async () => {
    const [open] = await running.look(
      `select 1 from messaging.live where account_id = any($1) and state <> 3
       union all select 1 from mail.outbox where account_id = any($1) and state = 'waiting'`,
      [await withBelow(running, party.accountId)],
    )
    if (open) return undefined
    const now = JSON.stringify([...(await rowsOf(running, party.accountId))])
    if (now === before) return true
    before = now
    // Counters are written four times a second.
    await new Promise((settle) => setTimeout(settle, 300))
    return undefined
  })
}

async function withBelow(running: Running, accountId: number): Promise<number[]> {
  const found = await running.look<{ id: number }>(
    'select id from accounts.accounts where id = $1 or $1 = any(ancestors)',
    [accountId],
  )
  return found.map((one) => one.id)
}

let known: string[] | null = null
async function accountTables(running: Running): Promise<string[]> {
  if (known) return known
  const found = await running.look<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_attribute a
     join pg_class c on c.oid = a.attrelid
     join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'account_id' and not a.attisdropped
       and n.nspname not in ('pg_catalog', 'information_schema')
     order by 1`,
  )
  known = found.map((one) => one.name)
  return known
}
