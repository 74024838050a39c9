import { badField, Rejection, type Credential } from '../../core/http/index.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { builtInRoles, refuseGrant, scopesOf } from '../scopes.ts'
import { ROOT_ACCOUNT } from '../standing.ts'
import { refuseAbove } from './granting.ts'
import type { TeamNeeds } from './needs.ts'
import * as store from './store/roles.ts'
import type { RoleRow } from './store/roles.ts'

const ROLES_MAX = 100
const UNIQUE_VIOLATION = '23505'
const FOREIGN_KEY_VIOLATION = '23503'

/** A role as it is shown: a built-in one by its name, one of the account's by its number. */
export interface ShownRole {
  id: string
  name: string
  description: string
  builtIn: boolean
  scopes: string[]
  members: number
}

interface RoleWishes {
  name: string
  description: string
  scopes: readonly string[]
}

/** Named sets of scopes: the built-in ones, and those that an account makes for itself. */
export class Roles {
  readonly #needs: TeamNeeds

  constructor(needs: TeamNeeds) {
    this.#needs = needs
  }

  /** Built-in ones first. */
  async list(accountId: number): Promise<ShownRole[]> {
    const { db } = this.#needs
    const [own, counts] = [
      await store.listRoles(db, accountId),
      await store.countMembers(db, accountId),
    ]
    const count = (role: string, roleId: number | null) =>
      Number(counts.find((one) => one.role === role && one.role_id === roleId)?.members ?? 0n)
    return [
      ...builtInRoles.map((role) => {
        const scopes = scopesOf(role, null)
        return {
          id: role,
          name: role,
          description: '',
          builtIn: true,
          scopes: scopes === 'all' ? ['all'] : [...scopes],
          members: count(role, null),
        }
      }),
      ...own.map((one) => shown(one, count('custom', one.id))),
    ]
  }

  async create(credential: Credential, wishes: RoleWishes): Promise<ShownRole> {
    refuseGrant(credential, wishes.scopes, 'scopes', credential.accountId === ROOT_ACCOUNT)
    const { db, clock } = this.#needs
    if ((await store.listRoles(db, credential.accountId)).length >= ROLES_MAX)
      throw new Rejection('CONFLICT', {
        text: `An account has at most ${ROLES_MAX} roles of its own.`,
        action: 'Delete one that nobody has.',
      })
    const made = await named(() =>
      store.insertRole(db, credential.accountId, tidy(wishes), clock.now()),
    )
    return shown(made, 0)
  }

  /** Counts for everybody who has it at once here, and elsewhere within 5 s. */
  async change(credential: Credential, id: number, wishes: RoleWishes): Promise<ShownRole> {
    const { db, forget } = this.#needs
    const before = await this.#find(db, credential, id)
    refuseGrant(credential, wishes.scopes, 'scopes', credential.accountId === ROOT_ACCOUNT)
    await refuseAbove(db, credential, {
      role: 'custom',
      scopes: scopesOf('custom', before.scopes),
    })
    const changed = await named(() =>
      store.updateRole(db, credential.accountId, { id, ...tidy(wishes) }),
    )
    if (!changed) throw new Rejection('NOT_FOUND')
    forget()
    const all = await this.list(credential.accountId)
    return all.find((one) => one.id === String(id))!
  }

  async delete(credential: Credential, id: number): Promise<void> {
    const { db } = this.#needs
    await transaction(db, async (tx) => {
      const before = await this.#find(tx, credential, id)
      await refuseAbove(tx, credential, {
        role: 'custom',
        scopes: scopesOf('custom', before.scopes),
      })
      await store.deleteRole(tx, credential.accountId, id)
    }).catch((error: unknown) => {
      if ((error as { code?: string }).code !== FOREIGN_KEY_VIOLATION) throw error
      throw new Rejection('CONFLICT', {
        text: 'Somebody has this role, or is invited to it.',
        action: 'Give them another role first.',
        cause: error,
      })
    })
  }

  async #find(db: Db, credential: Credential, id: number): Promise<RoleRow> {
    const found = await store.findRole(db, credential.accountId, id)
    if (!found) throw new Rejection('NOT_FOUND')
    return found
  }
}

const tidy = (wishes: RoleWishes) => ({
  name: wishes.name.trim(),
  description: wishes.description.trim(),
  scopes: [...new Set(wishes.scopes)].toSorted(),
})

const shown = (one: RoleRow, members: number): ShownRole => ({
  id: String(one.id),
  name: one.name,
  description: one.description,
  builtIn: false,
  scopes: one.scopes,
  members,
})

async function named<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error
    throw badField('name', 'is the name of another role')
  }
}
