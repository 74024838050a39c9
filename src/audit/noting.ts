import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import { Rejection } from '../core/http/index.ts'
import type { Deed, Ending, Mark, Trail } from '../core/trail.ts'
import type { Append, NewEntry } from './append.ts'
import { itemOf, verbOf } from './words.ts'

/** A caller who is refused again and again is noted once in so long. */
const REFUSAL_MS = 60_000
const REFUSALS_REMEMBERED_MAX = 10_000
const FIELDS_MAX = 50
const ID_CHARACTERS_MAX = 200
const DESCRIPTION_CHARACTERS_MAX = 300

const noted = counter('audit_entries', 'Entries appended to the audit trail, by outcome', [
  'outcome',
])
const lost = counter('audit_outcomes_lost', 'Changes whose outcome could not be noted')

/** The trail as the server and the modules see it. */
export function trail(needs: { append: Append; clock: Clock; log: Log }): Trail {
  const { append, clock, log } = needs
  const refusals = new Map<string, number>()

  const add = async (entry: NewEntry): Promise<number> => {
    const seq = await append.add(entry)
    noted.inc({ outcome: entry.outcome })
    return seq
  }
  const note = async (deed: Deed, ending: Ending = { outcome: 'done' }): Promise<void> =>
    void (await add(entryOf(deed, ending.outcome, ending)))

  const isRepeated = (deed: Deed): boolean => {
    const { userId, keyId } = deed.actor
    const who = `${deed.accountId} ${userId ?? ''} ${keyId ?? ''} ${deed.action}`
    const now = clock.ms()
    if (now - (refusals.get(who) ?? -Infinity) < REFUSAL_MS) return true
    if (refusals.size >= REFUSALS_REMEMBERED_MAX) refusals.clear()
    refusals.set(who, now)
    return false
  }

  return {
    note,
    begin: async (deed) => ({
      accountId: deed.accountId,
      seq: await add(entryOf(deed, 'asked')).catch(unavailable),
      action: deed.action,
    }),
    end: async (mark, ending) => {
      try {
        await add(endOf(mark, ending))
      } catch (error) {
        lost.inc()
        log.error(
          { err: error, accountId: mark.accountId, seq: mark.seq, outcome: ending.outcome },
          'the outcome of a change was not noted; its entry stays without one',
        )
      }
    },
    refuse: async (deed) => {
      if (isRepeated(deed)) return
      await note(deed, { outcome: 'refused', status: 403 }).catch((error: unknown) =>
        log.error({ err: error, accountId: deed.accountId }, 'a refused attempt was not noted'),
      )
    },
  }
}

/** A change that cannot be noted is not made. */
function unavailable(cause: unknown): never {
  throw new Rejection('UNAVAILABLE', {
    text: 'The change could not be noted in the audit trail, so it was not made.',
    retryAfterSeconds: 2,
    cause,
  })
}

const cut = (text: string | null | undefined, charactersMax: number): string | null =>
  text === null || text === undefined || text === '' ? null : text.slice(0, charactersMax)

function entryOf(deed: Deed, outcome: NewEntry['outcome'], ending?: Ending): NewEntry {
  return {
    accountId: deed.accountId,
    action: deed.action,
    outcome,
    askedSeq: null,
    detail: {
      actor: deed.actor.kind,
      userId: deed.actor.userId ?? null,
      keyId: deed.actor.keyId ?? null,
      fromAccountId: deed.fromAccountId ?? null,
      ip: cut(deed.ip, ID_CHARACTERS_MAX),
      verb: verbOf(deed.action),
      item: deed.target ? itemOf(deed.target.kind) : null,
      targetId: cut(ending?.targetId ?? deed.target?.id, ID_CHARACTERS_MAX),
      fields: deed.fields?.length ? deed.fields.slice(0, FIELDS_MAX) : null,
      status: ending?.status ?? null,
      description: cut(deed.description, DESCRIPTION_CHARACTERS_MAX),
    },
  }
}

const endOf = (mark: Mark, ending: Ending): NewEntry => ({
  accountId: mark.accountId,
  action: mark.action,
  outcome: ending.outcome,
  askedSeq: mark.seq,
  detail: {
    actor: null,
    userId: null,
    keyId: null,
    fromAccountId: null,
    ip: null,
    verb: null,
    item: null,
    targetId: cut(ending.targetId, ID_CHARACTERS_MAX),
    fields: null,
    status: ending.status ?? null,
    description: null,
  },
})
