import { useSuspenseQuery } from '@tanstack/react-query'
import { actIn, actsIn } from '../api/acting.ts'
import { asking, queryClient } from '../api/ask.ts'
import { ApiFault, type Answer } from '../api/call.ts'

export type Me = Answer<'get-me'>

const me = () => ({ ...asking('get-me', {}), staleTime: 60_000 })

/**
 * Who is logged in; throws ApiFault 401 when nobody is. Whoever may act no longer in the account this tab was in (it was
 * closed, or somebody else logged in) is at home again.
 */
export const readMe = (): Promise<Me> =>
  queryClient.ensureQueryData(me()).catch((fault: unknown) => {
    const isLost = fault instanceof ApiFault && (fault.status === 403 || fault.status === 404)
    if (!isLost || actsIn() === null) throw fault
    actIn(null)
    return queryClient.ensureQueryData(me())
  })
export const useMe = (): Me => useSuspenseQuery(me()).data
/** Whether one of these scopes is mine; what the server allows is its own affair. */
export const may = ({ scopes: mine }: Me, scopes: readonly string[]): boolean =>
  mine.includes('all') || scopes.some((one) => mine.includes(one))
export const useMay = (...scopes: readonly string[]): boolean => may(useMe(), scopes)
export const keepMe = (fresh: Me): void => void queryClient.setQueryData(me().queryKey, fresh)

/** Forgets everything that was read for the one who logged out. */
export function forgetEverything(): void {
  actIn(null)
  queryClient.clear()
}
