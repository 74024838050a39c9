import { Rejection, type Credential } from '../../core/http/index.ts'
import { transaction, type Tx } from '../../core/storage/index.ts'
import { scopesOf } from '../scopes.ts'
import { readRole, refuseAbove } from './granting.ts'
import type { TeamNeeds } from './needs.ts'
import * as store from './store/members.ts'
import type { TeamRow } from './store/members.ts'

/** The people of an account. */
export class Members {
  readonly #needs: TeamNeeds

  constructor(needs: TeamNeeds) {
    this.#needs = needs
  }

  list(accountId: number, after: number, limit: number): Promise<TeamRow[]> {
    return store.listMembers(this.#needs.db, accountId, after, limit)
  }

  /**
   * Another role, or whether somebody may come in. Counts at once here and within 5 s elsewhere; being disabled also
   * ends their sessions in this account.
   */
  async change(
    credential: Credential,
    userId: number,
    wishes: { roleId?: string | undefined; state?: 'active' | 'disabled' | undefined },
  ): Promise<TeamRow> {
    const { db, forget } = this.#needs
    const { accountId } = credential
    await transaction(db, async (tx) => {
      const member = await this.#hold(tx, credential, userId)
      const wanted =
        wishes.roleId === undefined
          ? { role: member.role, roleId: member.role_id }
          : await readRole(tx, accountId, wishes.roleId, 'roleId')
      if ('scopes' in wanted) await refuseAbove(tx, credential, wanted)
      const state = wishes.state ?? member.state
      await store.updateMember(tx, accountId, userId, {
        role: wanted.role,
        roleId: wanted.roleId,
        state,
      })
      if (state === 'disabled') await store.endSessionsIn(tx, accountId, userId)
      await refuseOwnerless(tx, accountId, member)
    })
    forget()
    return (await store.findTeamMember(db, accountId, userId))!
  }

  /** Ends the membership with its sessions; the person keeps what they are in other accounts. */
  async remove(credential: Credential, userId: number): Promise<void> {
    const { db, clock, forget } = this.#needs
    const { accountId } = credential
    await transaction(db, async (tx) => {
      const member = await this.#hold(tx, credential, userId)
      await store.endSessionsIn(tx, accountId, userId)
      await store.deleteMembership(tx, accountId, userId, clock.now())
      await refuseOwnerless(tx, accountId, member)
    })
    forget()
  }

  /** The member, whom nobody else changes until the transaction ends. */
  async #hold(tx: Tx, credential: Credential, userId: number): Promise<TeamRow> {
    await store.lockTeam(tx, credential.accountId)
    const member = await store.findTeamMember(tx, credential.accountId, userId)
    if (!member) throw new Rejection('NOT_FOUND')
    await refuseAbove(tx, credential, {
      role: member.role,
      scopes: scopesOf(member.role, member.role_scopes),
    })
    return member
  }
}

/** Looked at after the change, inside its transaction. @throws CONFLICT when nobody would be owner any more */
async function refuseOwnerless(tx: Tx, accountId: number, before: TeamRow): Promise<void> {
  if (before.role !== 'owner' || (await store.countOwners(tx, accountId)) > 0) return
  throw new Rejection('CONFLICT', {
    text: 'An account keeps at least one owner who can log in.',
    action: 'Make somebody else an owner first.',
  })
}
