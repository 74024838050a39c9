import { badField, Rejection, wireTime, type App, type Credential } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import { transaction, type Db, type Tx } from '../../core/storage/index.ts'
import { changeState, decisionOf, pause, refuseSoftware } from '../account-state.ts'
import { insertAccount } from '../make-accounts.ts'
import type { BillingDoor } from '../needs.ts'
import { ROOT_ACCOUNT } from '../standing.ts'
import type { AccountState } from '../store/accounts.ts'
import * as store from '../store/tree.ts'
import { accountInTree, noSuchAccount, relationBelow, requireRoomBelow } from '../tree.ts'
import * as wire from '../tree-wire.ts'

const shared = { product: 'accounts', envelope: 2 } as const
export const reading = {
  ...shared,
  access: ['accounts:read', 'accounts:manage', 'account-management:manage'],
} as const
export const managing = {
  ...shared,
  access: ['accounts:manage', 'account-management:manage'],
} as const
const path = '/accounts/1/accounts'
const one = `${path}/:accountKey`
const HISTORY_MAX = 50

export interface TreeNeeds {
  db: Db
  clock: Clock
  billing: BillingDoor
  /** After a change of an account: nobody is to believe what was read before. */
  forget(): void
}

/** `/accounts/1/accounts`: the accounts below the own one. What is beside or above cannot be told from what is not there. */
export function addAccounts(app: App, needs: TreeNeeds): void {
  const { db, clock } = needs
  app.operation(
    {
      ...reading,
      id: 'list-accounts',
      method: 'GET',
      path,
      summary: 'List accounts below the own one',
      description: 'All levels, oldest first.',
      query: wire.AccountQuery,
      answers: { 200: wire.AccountList },
    },
    async ({ query, credential }) => {
      const { limit = 50, cursor = '0' } = query
      const from = await ownAccount(db, credential)
      const filter = {
        name: query.name,
        states: query.state === undefined ? undefined : [stateOf(query.state)],
        parentKey: query.parentKey?.toUpperCase(),
      }
      const found = await store.listBelow(db, from.id, filter, Number(cursor), limit + 1)
      const page = found.slice(0, limit)
      return {
        results: page.map((row) => presentAccount(row, from, clock.now())),
        nextCursor: found.length > limit ? String(page.at(-1)!.id) : null,
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-account',
      method: 'POST',
      path,
      summary: 'Make an account below the own one',
      description:
        'A reseller below the installation’s own account; customers below it and below resellers; sub-accounts below any. It begins without people, keys and balance: act in it with the header `Trunkline-Account`.',
      body: wire.NewAccount,
      answers: { 201: wire.Account },
    },
    async ({ body, credential }) => {
      if (body.person === 'NATURAL' && body.declaredOfAge !== true)
        throw badField('declaredOfAge', 'must be true: nobody under 16 may have an account')
      const key = await transaction(db, (tx) =>
        makeAccount(tx, needs.billing, body, credential, clock.now()),
      )
      return presentAccount(
        await accountInTree(db, credential.accountId, key),
        await ownAccount(db, credential),
        clock.now(),
      )
    },
  )
  app.operation(
    {
      ...reading,
      id: 'get-account',
      method: 'GET',
      path: one,
      summary: 'Read an account',
      description: 'The own one, or one below it, with the history of its state.',
      params: wire.AccountPath,
      answers: { 200: wire.AccountDetail },
    },
    ({ params, credential }) => detailOf(needs, credential, params.accountKey),
  )
  app.operation(
    {
      ...managing,
      id: 'change-account',
      method: 'PUT',
      path: one,
      summary: 'Change name, holder, branding or region of an account',
      description: 'What is left out stays as it is; null empties it.',
      params: wire.AccountPath,
      body: wire.ChangedAccount,
      answers: { 200: wire.AccountDetail },
    },
    async ({ params, body, credential }) => {
      await transaction(db, async (tx) => {
        const account = await heldBelow(tx, credential, params.accountKey)
        if (body.person !== undefined && body.person !== 'NATURAL')
          refuseSoftware(account, decisionOf(credential, ''))
        await store.updateAccount(tx, account.id, changeOf(account, body))
      })
      needs.forget()
      return detailOf(needs, credential, params.accountKey)
    },
  )
  addStates(app, needs)
}

function addStates(app: App, needs: TreeNeeds): void {
  const { db, clock } = needs
  const changing = (
    credential: Credential,
    accountKey: string,
    change: (tx: Tx, account: store.TreeRow) => Promise<unknown>,
  ) =>
    transaction(db, async (tx) => change(tx, await heldBelow(tx, credential, accountKey))).finally(
      () => needs.forget(),
    )
  app.operation(
    {
      ...managing,
      id: 'change-account-state',
      method: 'PUT',
      path: `${one}/state`,
      summary: 'Suspend, resume, activate or close an account',
      description:
        'Closing destroys its keys, tokens and sessions, and cannot be undone; accounts below it are closed first. The account of a natural person is suspended or closed by somebody who logs in, never by an API key.',
      params: wire.AccountPath,
      body: wire.NewState,
      answers: { 200: wire.AccountDetail },
    },
    async ({ params, body, credential }) => {
      await changing(credential, params.accountKey, (tx, account) =>
        changeState(
          tx,
          account,
          stateOf(body.state),
          decisionOf(credential, body.reason),
          clock.now(),
        ),
      )
      return detailOf(needs, credential, params.accountKey)
    },
  )
  app.operation(
    {
      ...managing,
      id: 'pause-account',
      method: 'POST',
      path: `${one}/pause`,
      summary: 'Stop an account’s messages for at most 24 hours',
      description:
        'For looking into something. It ends by itself. An API key may do it once, until a person has acted on the account.',
      params: wire.AccountPath,
      body: wire.NewPause,
      answers: { 200: wire.AccountDetail },
    },
    async ({ params, body, credential }) => {
      const { hours = 24, reason } = body
      await changing(credential, params.accountKey, (tx, account) =>
        pause(tx, account, hours, decisionOf(credential, reason), clock.now()),
      )
      return detailOf(needs, credential, params.accountKey)
    },
  )
  app.operation(
    {
      ...managing,
      id: 'lift-account-pause',
      method: 'DELETE',
      path: `${one}/pause`,
      summary: 'End the pause of an account',
      params: wire.AccountPath,
      answers: { 204: null },
    },
    ({ params, credential }) =>
      changing(credential, params.accountKey, async (tx, account) => {
        if (!(await store.liftPause(tx, account.id, clock.now())))
          throw new Rejection('NOT_FOUND', { text: 'The account is not paused.' })
      }).then(() => undefined),
  )
}

async function ownAccount(db: Db, credential: Credential): Promise<store.TreeRow> {
  const account = await store.findById(db, credential.accountId)
  if (!account) throw new Rejection('UNAUTHORIZED')
  return account
}

/**
 * An account to be changed: one below, or the installation's own, which has nobody above. Held by the transaction.
 * @throws NOT_FOUND; FORBIDDEN for the own one
 */
export async function heldBelow(
  tx: Tx,
  credential: Credential,
  key: string,
): Promise<store.TreeRow> {
  const account = await store.holdInTree(tx, credential.accountId, key.toUpperCase())
  if (!account) throw noSuchAccount()
  if (account.id === credential.accountId && account.id !== ROOT_ACCOUNT)
    throw new Rejection('FORBIDDEN', {
      text: 'An account is changed from above.',
      action: 'Ask whoever made the account.',
    })
  return account
}

async function makeAccount(
  tx: Tx,
  billing: BillingDoor,
  body: wire.NewAccount,
  credential: Credential,
  now: Date,
): Promise<string> {
  const own = (await store.holdAccount(tx, credential.accountId))!
  const parent =
    body.parentKey === undefined
      ? own
      : await store.holdInTree(tx, credential.accountId, body.parentKey.toUpperCase())
  if (!parent) throw noSuchAccount()
  const kind = kindOf(body.kind)
  await requireRoomBelow(tx, parent, kind)
  const made = await insertAccount(
    tx,
    billing,
    {
      name: body.name.trim(),
      kind,
      parentId: parent.id,
      relation: relationBelow(parent, kind),
      currency: parent.currency,
      declaredOfAge: body.declaredOfAge ?? false,
    },
    now,
  )
  const fresh = (await store.holdAccount(tx, made.accountId))!
  await store.updateAccount(tx, made.accountId, changeOf(fresh, body))
  return made.key
}

const undefinedOr = <T>(said: T | undefined, stored: T): T => (said === undefined ? stored : said)
const textOrNull = (said: string | null | undefined, stored: string | null): string | null =>
  said === undefined ? stored : said?.trim() || null

export function changeOf(stored: store.TreeRow, body: wire.ChangedAccount): store.AccountChange {
  const branding = body.branding ?? {}
  return {
    name: body.name?.trim() ?? stored.name,
    brandName: textOrNull(branding.displayName, stored.brand_name),
    brandColor: undefinedOr(branding.color, stored.brand_color)?.toLowerCase() ?? null,
    brandLogoUrl: textOrNull(branding.logoUrl, stored.brand_logo_url),
    supportEmail: textOrNull(branding.supportEmail, stored.support_email),
    dataRegion: undefinedOr(body.dataRegion, stored.data_region),
    holdAmbiguous: body.ambiguous === undefined ? stored.hold_ambiguous : body.ambiguous === 'HOLD',
    country: undefinedOr(body.country, stored.country)?.toUpperCase() ?? null,
    person:
      body.person === undefined
        ? stored.person
        : body.person === null
          ? null
          : body.person === 'NATURAL'
            ? 'natural'
            : 'legal',
  }
}

async function detailOf(
  { db, clock }: TreeNeeds,
  credential: Credential,
  key: string,
): Promise<wire.AccountDetail> {
  const row = await accountInTree(db, credential.accountId, key)
  const history = await store.listStateChanges(db, credential.accountId, row.id, HISTORY_MAX)
  return {
    ...presentAccount(row, await ownAccount(db, credential), clock.now()),
    history: history.map((change) => ({
      from: presentState(change.from_state),
      to: presentState(change.to_state),
      reason: change.reason,
      by: presentActor(change),
      fromAccountKey: change.acted_from_key,
      changedAt: wireTime(change.changed_at),
    })),
  }
}

export const presentActor = (one: {
  user_id: number | null
  key_id: string | null
}): wire.Proposal['by'] =>
  one.user_id !== null ? 'PERSON' : one.key_id !== null ? 'SOFTWARE' : 'INSTALLATION'

const presentState = (state: AccountState) => state.toUpperCase() as Uppercase<AccountState>
const stateOf = (state: Uppercase<AccountState>) => state.toLowerCase() as AccountState

export const kinds = {
  owner: 'OWNER',
  reseller: 'RESELLER',
  customer: 'CUSTOMER',
  'sub-account': 'SUB_ACCOUNT',
} as const
const kindOf = (kind: wire.NewAccount['kind']) =>
  kind === 'RESELLER' ? 'reseller' : kind === 'CUSTOMER' ? 'customer' : 'sub-account'

const timeOrNull = (time: Date | null): string | null => (time === null ? null : wireTime(time))

/** @param from the account that asks; what is above it is not told */
const presentAccount = (row: store.TreeRow, from: store.TreeRow, now: Date): wire.Account => ({
  key: row.key,
  parentKey: row.id === from.id ? null : row.parent_key,
  name: row.name,
  kind: kinds[row.kind],
  depth: row.depth - from.depth,
  state: presentState(row.state),
  relation: row.relation === 'own' ? 'OWN' : 'CUSTOMER',
  person: row.person === null ? null : row.person === 'natural' ? 'NATURAL' : 'LEGAL',
  country: row.country,
  declaredOfAge: row.declared_of_age,
  branding: {
    displayName: row.brand_name,
    color: row.brand_color,
    logoUrl: row.brand_logo_url,
    supportEmail: row.support_email,
  },
  dataRegion: row.data_region,
  ambiguous: row.hold_ambiguous ? 'HOLD' : 'RESEND',
  trialEndsAt: timeOrNull(row.trial_ends_at),
  pausedUntil:
    row.paused_until !== null && row.paused_until > now ? wireTime(row.paused_until) : null,
  createdAt: wireTime(row.created_at),
  closedAt: timeOrNull(row.closed_at),
})
