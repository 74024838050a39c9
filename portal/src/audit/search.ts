export const outcomes = ['DONE', 'REFUSED', 'FAILED', 'UNKNOWN'] as const

/** Filters of the audit page, as its address has them. */
export interface AuditSearch {
  userId?: string | undefined
  action?: string | undefined
  outcome?: (typeof outcomes)[number] | undefined
  from?: string | undefined
  to?: string | undefined
}
