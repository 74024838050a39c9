/** Of operations that only tell. */
export const reading = {
  product: 'billing',
  envelope: 2,
  access: ['billing:read', 'billing:manage', 'account-management:manage'],
} as const
/** Of operations that change something. */
export const managing = {
  product: 'billing',
  envelope: 2,
  access: ['billing:manage', 'account-management:manage'],
} as const

/** Splits what was read with one more than the limit into a page and where the next one begins. */
export const pageOf = <Row extends { id: string }>(
  found: readonly Row[],
  limit: number,
): { page: Row[]; nextCursor: string | null } => {
  const page = found.slice(0, limit)
  return { page, nextCursor: found.length > limit ? page.at(-1)!.id : null }
}
