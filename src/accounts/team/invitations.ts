import { badField, Rejection, type Credential } from '../../core/http/index.ts'
import { secretToken } from '../../core/ids.ts'
import { transaction, type Db, type Tx } from '../../core/storage/index.ts'
import { scopesOf } from '../scopes.ts'
import { findAccount } from '../store/accounts.ts'
import { Allowance } from './allowance.ts'
import { readRole, refuseAbove } from './granting.ts'
import { languageOf, letters } from './letters.ts'
import type { TeamNeeds } from './needs.ts'
import * as store from './store/invitations.ts'
import type { InvitationRow } from './store/invitations.ts'
import * as members from './store/members.ts'

const DAY_MS = 86_400_000
const GOOD_FOR_MS = 7 * DAY_MS
/** An address is not to be flooded by somebody who presses the button again and again. */
const RESEND_AFTER_MS = 5 * 60_000
const INVITATIONS_MAX = 200
/** Mails of one account, over all addresses and to one: revoking and inviting again is no way around. */
const PER_ACCOUNT = { timesMax: 200, windowMs: DAY_MS / 24 }
const PER_ADDRESSEE = { timesMax: 5, windowMs: DAY_MS / 24 }
/** An account on trial may not use us to write to strangers. */
const TRIAL_INVITATIONS_MAX = 5
const MEMBERS_MAX = 1_000
const TOKEN_CHARACTERS_MAX = 100
const UNIQUE_VIOLATION = '23505'

/** Asking people to join an account. The link in the mail is good for seven days, once. */
export class Invitations {
  readonly #needs: TeamNeeds
  readonly #byAccount: Allowance
  readonly #byAddressee: Allowance

  constructor(needs: TeamNeeds) {
    this.#needs = needs
    this.#byAccount = new Allowance(needs.clock, PER_ACCOUNT)
    this.#byAddressee = new Allowance(needs.clock, PER_ADDRESSEE)
  }

  list(accountId: number, before: number, limit: number): Promise<InvitationRow[]> {
    return store.listInvitations(this.#needs.db, accountId, before, limit)
  }

  async create(
    credential: Credential,
    wishes: { email: string; roleId: string; locale: string },
  ): Promise<InvitationRow> {
    const { db, clock } = this.#needs
    const { accountId } = credential
    const email = wishes.email.trim()
    return transaction(db, async (tx) => {
      await members.lockTeam(tx, accountId)
      const role = await readRole(tx, accountId, wishes.roleId, 'roleId')
      await refuseAbove(tx, credential, role)
      await refuseMany(tx, accountId)
      if (await this.#isMember(tx, accountId, email))
        throw badField('email', 'belongs to somebody of this account already')
      const token = secretToken()
      const now = clock.now()
      const id = await store
        .insertInvitation(
          tx,
          {
            accountId,
            email,
            role: role.role,
            roleId: role.roleId,
            locale: wishes.locale,
            tokenHash: this.#hashOf(token),
            invitedBy: credential.userId,
            expiresAt: new Date(now.getTime() + GOOD_FOR_MS),
          },
          now,
        )
        .catch((error: unknown) => {
          if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error
          throw badField('email', 'is invited already: send that invitation again, or revoke it')
        })
      return this.#post(tx, accountId, id, token)
    })
  }

  /** The same invitation with a new link; the old one is of no use any more. */
  async resend(credential: Credential, id: number): Promise<InvitationRow> {
    const { db, clock } = this.#needs
    const { accountId } = credential
    return transaction(db, async (tx) => {
      await this.#refuseOthers(tx, credential, id)
      const token = secretToken()
      const now = clock.now()
      const renewed = await store.renewInvitation(
        tx,
        accountId,
        id,
        {
          tokenHash: this.#hashOf(token),
          expiresAt: new Date(now.getTime() + GOOD_FOR_MS),
          sentBefore: new Date(now.getTime() - RESEND_AFTER_MS),
        },
        now,
      )
      if (!renewed)
        throw new Rejection('CONFLICT', {
          text: 'This invitation was sent less than five minutes ago.',
          action: 'Wait a little: mails take their time.',
        })
      return this.#post(tx, accountId, id, token)
    })
  }

  async revoke(credential: Credential, id: number): Promise<void> {
    await this.#refuseOthers(this.#needs.db, credential, id)
    await store.deleteInvitation(this.#needs.db, credential.accountId, id)
  }

  /** What an invitation is to, for whoever has its link. @throws NOT_FOUND */
  async look(token: string): Promise<{ invitation: InvitationRow; isKnown: boolean }> {
    const { db } = this.#needs
    const invitation = await this.#byToken(db, token)
    const person = await members.findPerson(db, invitation.email.toLowerCase())
    return { invitation, isKnown: members.comesIn(person) }
  }

  /**
   * Joins the account. Whoever has a password already joins as that person and logs in with it; others choose one.
   * @throws NOT_FOUND when the link is wrong, over or used
   */
  async accept(
    token: string,
    wishes: { password?: string | undefined; name?: string | undefined; locale: string },
    ip: string,
  ): Promise<{ email: string }> {
    const { db, clock, notes, forget } = this.#needs
    const { invitation, isKnown } = await this.look(token)
    const passwordHash = isKnown ? null : await this.#newPassword(invitation.email, wishes)
    const visitor = await transaction(db, async (tx) => {
      const now = clock.now()
      if (!(await store.takeInvitation(tx, this.#hashOf(token), now))) throw unknownLink()
      await members.lockTeam(tx, invitation.account_id)
      const person = {
        name: wishes.name?.trim() ?? '',
        locale: wishes.locale,
      }
      const userId = await joiner(tx, invitation.email, passwordHash, person, now)
      const { account_id: accountId, role, role_id: roleId } = invitation
      await members.insertMembership(tx, { accountId, userId, role, roleId }, now)
      return { account_id: accountId, user_id: userId }
    })
    forget()
    await notes.followed(visitor, ip, 'invitation-accepted')
    return { email: invitation.email }
  }

  async #newPassword(
    email: string,
    wishes: { password?: string | undefined; name?: string | undefined },
  ): Promise<string> {
    const { passwords, policy } = this.#needs
    if (wishes.password === undefined) throw badField('password', 'is required')
    await policy.refuse(wishes.password, [email, wishes.name ?? ''])
    return passwords.hash(wishes.password)
  }

  async #byToken(db: Db, token: string): Promise<InvitationRow> {
    const found =
      token.length > TOKEN_CHARACTERS_MAX
        ? undefined
        : await store.findInvitationByToken(db, this.#hashOf(token), this.#needs.clock.now())
    if (!found) throw unknownLink()
    return found
  }

  async #isMember(tx: Tx, accountId: number, email: string): Promise<boolean> {
    const person = await members.findPerson(tx, email.toLowerCase())
    return (
      person !== undefined &&
      (await members.findTeamMember(tx, accountId, person.user_id)) !== undefined
    )
  }

  /** Whoever may not give a role may neither send nor take away an invitation to it. */
  async #refuseOthers(db: Db, credential: Credential, id: number): Promise<void> {
    const found = await store.findInvitation(db, credential.accountId, id)
    if (!found) throw new Rejection('NOT_FOUND')
    await refuseAbove(db, credential, {
      role: found.role,
      scopes: scopesOf(found.role, found.role_scopes),
    })
  }

  async #post(tx: Tx, accountId: number, id: number, token: string): Promise<InvitationRow> {
    const found = (await store.findInvitation(tx, accountId, id))!
    this.#byAddressee.take(`${accountId} ${found.email.toLowerCase()}`)
    this.#byAccount.take(String(accountId))
    const language = languageOf(found.locale)
    await this.#needs.mail.send(tx, {
      ...letters[language].invitation(
        oneLine(found.account_name),
        found.inviter === null ? null : oneLine(found.inviter),
        `${this.#needs.publicUrl()}/portal/invitation#${token}`,
      ),
      to: found.email,
      language,
      accountId,
      kind: 'invitation',
    })
    return found
  }

  #hashOf(token: string): Buffer {
    return this.#needs.secrets.keyedHash('invitation', token)
  }
}

async function refuseMany(tx: Tx, accountId: number): Promise<void> {
  const account = await findAccount(tx, accountId)
  const invitationsMax = account?.state === 'trial' ? TRIAL_INVITATIONS_MAX : INVITATIONS_MAX
  if ((await store.countInvitations(tx, accountId)) >= invitationsMax)
    throw new Rejection('CONFLICT', {
      text: `There are ${invitationsMax} open invitations, which is the most there may be.`,
      action: 'Revoke some, or wait until they are accepted.',
    })
  if ((await members.countTeam(tx, accountId)) >= MEMBERS_MAX)
    throw new Rejection('CONFLICT', {
      text: `An account has at most ${MEMBERS_MAX} people.`,
      action: 'Remove somebody first.',
    })
}

/** The person who joins: a new one, one who came back, or one who is here already. */
async function joiner(
  tx: Tx,
  email: string,
  passwordHash: string | null,
  person: { name: string; locale: string },
  now: Date,
): Promise<number> {
  const known = await members.findPerson(tx, email.toLowerCase())
  if (known === undefined) {
    if (passwordHash === null) throw unknownLink()
    return members.insertPerson(tx, { email, passwordHash, ...person }, now)
  }
  if (passwordHash !== null && known.account_id === null)
    await members.reviveUser(tx, known.user_id, { passwordHash, ...person }, now)
  return known.user_id
}

/**
 * Names go into a subject, which is one line, and into a sentence. Without addresses of websites: an account's name is
 * no place to advertise to strangers from our address.
 */
const oneLine = (text: string): string =>
  text
    .replace(/\w+:\/\/|\bwww\./gi, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 100)

export const unknownLink = (): Rejection =>
  new Rejection('NOT_FOUND', {
    text: 'This link is wrong, was used, or is over.',
    action: 'Ask for a new one.',
  })
