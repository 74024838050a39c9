import { accountEvents } from '../accounts/index.ts'
import { smppServerEvents } from '../smpp-server/index.ts'
import { auditOf, type Operation } from '../core/http/index.ts'

/** What can stand in the audit trail: operations that are noted, and what modules note that is no operation. */
export function auditActions(
  operations: readonly Operation[],
): { action: string; summary: string }[] {
  const ofOperations = operations
    .filter((one) => auditOf(one) !== 'none')
    .map(({ id, summary }) => ({ action: id, summary }))
  const ofModules = Object.entries({ ...accountEvents, ...smppServerEvents }).map(
    ([action, summary]) => ({ action, summary }),
  )
  return [...ofOperations, ...ofModules].toSorted((a, b) => a.action.localeCompare(b.action))
}
