import { useTranslation } from 'react-i18next'
import type { Answer } from '../api/call.ts'

export type Entry = Answer<'list-audit-entries'>['results'][number]

export const outcomeColours = { DONE: 'green', REFUSED: 'orange', FAILED: 'red', UNKNOWN: 'gray' }

/** What was done, in words: ours where there are some, else what the server says of it. */
export function useActionName() {
  const { t } = useTranslation()
  return ({ action, description }: { action: string; description: string | null }): string =>
    t(`audit.did.${action}`, { defaultValue: description ?? action })
}

/** Who did it: by name where it is known to the account, else by what they are. */
export function useActorName() {
  const { t } = useTranslation()
  return ({ actor }: Entry): string => {
    if (actor === null) return t('audit.erased')
    const name = actor.name ?? t(`audit.actor.${actor.kind}`)
    return actor.fromAccount === null
      ? name
      : t('audit.fromAccount', { name, account: actor.fromAccount.name })
  }
}
