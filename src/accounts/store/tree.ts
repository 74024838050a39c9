import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { AccountKind, AccountState } from './accounts.ts'

/** An account as those above it see it. */
export interface TreeRow {
  id: number
  key: string
  name: string
  kind: AccountKind
  parent_id: number | null
  parent_key: string | null
  depth: number
  state: AccountState
  currency: string
  relation: 'own' | 'customer'
  person: 'natural' | 'legal' | null
  country: string | null
  declared_of_age: boolean
  brand_name: string | null
  brand_color: string | null
  brand_logo_url: string | null
  support_email: string | null
  data_region: string | null
  hold_ambiguous: boolean
  trial_ends_at: Date | null
  paused_until: Date | null
  created_at: Date
  closed_at: Date | null
}

const columns = sql`
  a.id, a.key, a.name, a.kind, a.parent_id, p.key as parent_key, cardinality(a.ancestors) as depth, a.state, a.currency, a.relation,
  a.person, a.country, a.declared_of_age, a.brand_name, a.brand_color, a.brand_logo_url, a.support_email, a.data_region, a.hold_ambiguous,
  a.trial_ends_at, a.paused_until, a.created_at, a.closed_at`
const tables = sql`accounts.accounts a left join accounts.accounts p on p.id = a.parent_id`

/** An account by its key, when it is `fromId` itself or below it. Index: the key's. */
export const findInTree = (db: Db, fromId: number, key: string) =>
  row<TreeRow>(
    db,
    sql`
      select ${columns}
      from ${tables}
      where a.key = ${key} and (a.id = ${fromId} or ${fromId} = any(a.ancestors))`,
  )

/** The same, held until the transaction ends: two changes of one account follow one another. */
export const holdInTree = (tx: Tx, fromId: number, key: string) =>
  row<TreeRow>(
    tx,
    sql`
      select ${columns}
      from ${tables}
      where a.key = ${key} and (a.id = ${fromId} or ${fromId} = any(a.ancestors))
      for update of a`,
  )

export const findById = (db: Db, accountId: number) =>
  row<TreeRow>(db, sql`select ${columns} from ${tables} where a.id = ${accountId}`)

export const holdAccount = (tx: Tx, accountId: number) =>
  row<TreeRow>(tx, sql`select ${columns} from ${tables} where a.id = ${accountId} for update of a`)

export interface TreeFilter {
  /** Anywhere in the name, whatever the case. */
  name?: string | undefined
  states?: readonly AccountState[] | undefined
  /** Only those right below this one. */
  parentKey?: string | undefined
}

/** What is below an account, oldest first, after `after`. Index: accounts_by_ancestor. */
export const listBelow = (
  db: Db,
  fromId: number,
  filter: TreeFilter,
  after: number,
  limit: number,
) =>
  rows<TreeRow>(
    db,
    sql`
      select ${columns}
      from ${tables}
      where a.ancestors @> array[${fromId}::integer] and a.id > ${after}
        and (${filter.name ?? null}::text is null or position(lower(${filter.name ?? null}::text) in lower(a.name)) > 0)
        and (${filter.states ? [...filter.states] : null}::text[] is null or a.state = any(${filter.states ? [...filter.states] : null}::text[]))
        and (${filter.parentKey ?? null}::text is null or p.key = ${filter.parentKey ?? null})
      order by a.id
      limit ${limit}`,
  )

/** Accounts right below one: all, and those that are not closed. Index: accounts_by_parent. */
export const countChildren = async (
  db: Db,
  accountId: number,
): Promise<{ all: number; open: number }> =>
  (await row<{ all: number; open: number }>(
    db,
    sql`
      select count(*)::integer as "all", (count(*) filter (where state <> 'closed'))::integer as open
      from accounts.accounts
      where parent_id = ${accountId}`,
  ))!

export interface AccountChange {
  name: string
  brandName: string | null
  brandColor: string | null
  brandLogoUrl: string | null
  supportEmail: string | null
  dataRegion: string | null
  holdAmbiguous: boolean
  person: 'natural' | 'legal' | null
  country: string | null
}

export const updateAccount = (db: Db, accountId: number, change: AccountChange) =>
  run(
    db,
    sql`
      update accounts.accounts
      set name = ${change.name}, brand_name = ${change.brandName}, brand_color = ${change.brandColor},
          brand_logo_url = ${change.brandLogoUrl}, support_email = ${change.supportEmail},
          data_region = ${change.dataRegion}, hold_ambiguous = ${change.holdAmbiguous}, person = ${change.person}, country = ${change.country}
      where id = ${accountId}`,
  )

/** Who did something, and from which account; nobody: the installation itself. */
export interface Actor {
  accountId: number | null
  userId: number | null
  keyId: string | null
}

/** A new state and its line in the history. Closing starts the clocks of retention; a trial that became active is over. */
export async function updateState(
  tx: Tx,
  account: { id: number; state: AccountState },
  state: AccountState,
  by: Actor & { reason: string },
  now: Date,
): Promise<void> {
  await run(
    tx,
    sql`
      update accounts.accounts
      set state = ${state},
          closed_at = case when ${state} = 'closed' then ${now}::timestamptz end,
          trial_ends_at = case when ${state} = 'active' then null else trial_ends_at end,
          paused_until = case when ${state} = 'closed' then null else paused_until end
      where id = ${account.id}`,
  )
  await run(
    tx,
    sql`
      insert into accounts.state_changes (account_id, from_state, to_state, reason, acted_from, user_id, key_id, changed_at)
      values (${account.id}, ${account.state}, ${state}, ${by.reason}, ${by.accountId}, ${by.userId}, ${by.keyId}, ${now})`,
  )
}

export interface StateChangeRow {
  from_state: AccountState
  to_state: AccountState
  reason: string
  user_id: number | null
  key_id: string | null
  acted_from_key: string | null
  changed_at: Date
}

/**
 * The latest changes first. Index: state_changes_by_account.
 * @param fromId who asks: accounts beside and above it are not named
 */
export const listStateChanges = (db: Db, fromId: number, accountId: number, limit: number) =>
  rows<StateChangeRow>(
    db,
    sql`
      select c.from_state, c.to_state, c.reason, c.user_id, c.key_id, f.key as acted_from_key, c.changed_at
      from accounts.state_changes c
      left join accounts.accounts f
        on f.id = c.acted_from and (f.id = ${fromId} or ${fromId} = any(f.ancestors))
      where c.account_id = ${accountId}
      order by c.id desc
      limit ${limit}`,
  )

// --- Protective pauses

export async function insertPause(
  tx: Tx,
  accountId: number,
  by: Actor & { reason: string },
  now: Date,
  endsAt: Date,
): Promise<void> {
  await run(
    tx,
    sql`
      insert into accounts.pauses (account_id, reason, begun_at, ends_at, acted_from, user_id, key_id)
      values (${accountId}, ${by.reason}, ${now}, ${endsAt}, ${by.accountId}, ${by.userId}, ${by.keyId})`,
  )
  await run(tx, sql`update accounts.accounts set paused_until = ${endsAt} where id = ${accountId}`)
}

/** Ends the pause that runs. @returns whether one did */
export async function liftPause(tx: Tx, accountId: number, now: Date): Promise<boolean> {
  const lifted = await run(
    tx,
    sql`
      update accounts.pauses
      set lifted_at = ${now}
      where account_id = ${accountId} and lifted_at is null and ends_at > ${now}`,
  )
  await run(tx, sql`update accounts.accounts set paused_until = null where id = ${accountId}`)
  return lifted > 0
}

/**
 * Whether software paused the account since a person last acted on it: paused it, lifted a pause, changed its state or
 * decided a proposal.
 */
export const pausedBySoftware = async (tx: Tx, accountId: number): Promise<boolean> =>
  (await row(
    tx,
    sql`
      select 1
      from accounts.pauses p
      where p.account_id = ${accountId} and p.user_id is null and p.lifted_at is null
        and not exists (
          select 1 from accounts.pauses q
          where q.account_id = p.account_id and q.user_id is not null and q.begun_at >= p.begun_at)
        and not exists (
          select 1 from accounts.state_changes c
          where c.account_id = p.account_id and c.user_id is not null and c.changed_at >= p.begun_at)
        and not exists (
          select 1 from accounts.proposals o
          where o.account_id = p.account_id and o.decided_at >= p.begun_at)
      limit 1`,
  )) !== undefined

// --- Proposals

export type ProposalKind = 'SUSPEND' | 'DELETE_UNDER_AGE'

export interface ProposalRow {
  id: bigint
  account_id: number
  account_key: string
  account_name: string
  kind: ProposalKind
  reason: string
  evidence: string
  made_at: Date
  user_id: number | null
  key_id: string | null
  decision: 'CONFIRMED' | 'DISMISSED' | null
  decided_at: Date | null
  decision_reason: string | null
}

const proposalColumns = sql`
  o.id, o.account_id, a.key as account_key, a.name as account_name, o.kind, o.reason, o.evidence, o.made_at,
  o.user_id, o.key_id, o.decision, o.decided_at, o.decision_reason`
const proposals = sql`accounts.proposals o join accounts.accounts a on a.id = o.account_id`

/** @returns undefined when one of the kind waits for its decision already */
export const insertProposal = (
  tx: Tx,
  one: { accountId: number; kind: ProposalKind; evidence: string },
  by: Actor & { reason: string },
  now: Date,
) =>
  row<{ id: bigint }>(
    tx,
    sql`
      insert into accounts.proposals (account_id, kind, reason, evidence, made_at, made_from, user_id, key_id)
      values (${one.accountId}, ${one.kind}, ${by.reason}, ${one.evidence}, ${now}, ${by.accountId}, ${by.userId}, ${by.keyId})
      on conflict (account_id, kind) where decision is null do nothing
      returning id`,
  )

export const findProposal = (db: Db, fromId: number, id: string) =>
  row<ProposalRow>(
    db,
    sql`
      select ${proposalColumns}
      from ${proposals}
      where o.id = ${id}::bigint and ${fromId} = any(a.ancestors)`,
  )

/** Proposals about the accounts below one, the latest first, before `before`. */
export const listProposals = (
  db: Db,
  fromId: number,
  open: boolean | undefined,
  before: string | null,
  limit: number,
) =>
  rows<ProposalRow>(
    db,
    sql`
      select ${proposalColumns}
      from ${proposals}
      where a.ancestors @> array[${fromId}::integer]
        and (${before}::bigint is null or o.id < ${before}::bigint)
        and (${open ?? null}::boolean is null or (o.decision is null) = ${open ?? null}::boolean)
      order by o.id desc
      limit ${limit}`,
  )

/** @returns false when it was decided meanwhile */
export const decideProposal = async (
  tx: Tx,
  id: bigint,
  decision: 'CONFIRMED' | 'DISMISSED',
  by: { userId: number; reason: string },
  now: Date,
): Promise<boolean> =>
  (await run(
    tx,
    sql`
      update accounts.proposals
      set decision = ${decision}, decided_at = ${now}, decided_by = ${by.userId}, decision_reason = ${by.reason}
      where id = ${id.toString()}::bigint and decision is null`,
  )) > 0

/**
 * Empties what names somebody in an account: the account itself, its senders, its keys' names and the people who are in
 * no other account. The rows stay, so that the ledger and the history keep their place.
 */
export async function eraseAccount(tx: Tx, accountId: number, now: Date): Promise<void> {
  await run(
    tx,
    sql`
      update accounts.accounts
      set name = '', brand_name = null, brand_logo_url = null, support_email = null, country = null
      where id = ${accountId}`,
  )
  await run(tx, sql`delete from accounts.senders where account_id = ${accountId}`)
  await run(
    tx,
    sql`
      update accounts.users u
      set email = 'erased-' || u.id || '@invalid', name = '', password_hash = '', state = 'disabled', removed_at = ${now}
      from accounts.memberships m
      where m.account_id = ${accountId} and m.user_id = u.id
        and not exists (
          select 1 from accounts.memberships other
          where other.user_id = u.id and other.account_id <> ${accountId})`,
  )
}
