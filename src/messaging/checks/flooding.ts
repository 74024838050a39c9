import { utcDay } from '../../core/clock.ts'
import { uuidFloor } from '../../core/ids.ts'
import type { Db } from '../../core/storage/index.ts'
import type { SendingRules } from '../../telecoms/rules/index.ts'
import { refuse, standing, type Candidate } from '../checks.ts'
import type { AccountPolicy } from '../needs.ts'
import * as status from '../statuses.ts'
import { countRecent } from '../store/accept.ts'
import { findDuplicates } from '../store/duplicates.ts'

const MINUTE_MS = 60_000

const bodyOf = ({ message: { content } }: Candidate): string =>
  content.kind === 'text' ? content.text : content.hex
const numberOf = (one: Candidate) => `${one.accountId} ${one.dest}`
const since = (ms: number) => ({ day: utcDay(ms), id: uuidFloor(ms) })

/** Too many messages to one number, counting those in front of it in the same set. */
export async function checkFlooding(
  db: Db,
  policies: ReadonlyMap<number, AccountPolicy>,
  rules: ReadonlyMap<number, SendingRules>,
  candidates: readonly Candidate[],
  now: number,
): Promise<void> {
  const open = standing(candidates).filter((one) => policies.get(one.accountId)?.floodingOn)
  const byTime = Map.groupBy(open, (one) => rules.get(one.accountId)!.flooding.minutes)
  for (const [minutes, set] of byTime)
    await checkWithin(db, rules, set, since(now - minutes * MINUTE_MS))
}

async function checkWithin(
  db: Db,
  rules: ReadonlyMap<number, SendingRules>,
  open: readonly Candidate[],
  from: { day: string; id: string },
): Promise<void> {
  const pairs = new Map(
    open.map((one) => [
      `${numberOf(one)} ${bodyOf(one)}`,
      { account_id: one.accountId, dest: one.dest, body: bodyOf(one) },
    ]),
  )
  const varied = new Map<string, number>()
  const identical = new Map<string, number>()
  for (const found of await countRecent(db, [...pairs.values()], from)) {
    varied.set(`${found.account_id} ${found.dest}`, found.messages)
    identical.set(`${found.account_id} ${found.dest} ${found.body}`, found.identical)
  }
  for (const one of open) {
    const { variedMax, identicalMax } = rules.get(one.accountId)!.flooding
    const same = `${numberOf(one)} ${bodyOf(one)}`
    const before = varied.get(numberOf(one)) ?? 0
    const sameBefore = identical.get(same) ?? 0
    if (before >= variedMax || sameBefore >= identicalMax)
      refuse(one, status.REJECTED_FLOODING_FILTER, status.EC_DESTINATION_FLOODING)
    else {
      varied.set(numberOf(one), before + 1)
      identical.set(same, sameBefore + 1)
    }
  }
}

/** The same text from the same sender to the same number again, of accounts that do not want it. */
export async function checkDuplicates(
  db: Db,
  rules: ReadonlyMap<number, SendingRules>,
  candidates: readonly Candidate[],
  now: number,
): Promise<void> {
  const secondsOf = (one: Candidate) => rules.get(one.accountId)!.duplicateSeconds
  const open = standing(candidates).filter((one) => secondsOf(one) > 0)
  if (open.length === 0) return
  const asked = open.map((one, n) => {
    const { day, id } = since(now - secondsOf(one) * 1_000)
    return {
      n,
      account_id: one.accountId,
      dest: one.dest,
      sender: one.message.sender,
      body: bodyOf(one),
      day,
      id,
    }
  })
  const again = new Set((await findDuplicates(db, asked)).map((one) => one.n))
  const seen = new Set<string>()
  open.forEach((one, n) => {
    const key = JSON.stringify([numberOf(one), one.message.sender, bodyOf(one)])
    if (again.has(n) || seen.has(key))
      refuse(one, status.REJECTED_FLOODING_FILTER, status.EC_DESTINATION_TXT_FLOODING)
    else seen.add(key)
  })
}
