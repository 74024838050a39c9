import { useSuspenseQuery } from '@tanstack/react-query'
import { asking, queryClient } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'

export type Me = Answer<'get-me'>

const me = () => ({ ...asking('get-me', {}), staleTime: 60_000 })

/** Who is logged in; throws ApiFault 401 when nobody is. */
export const readMe = (): Promise<Me> => queryClient.ensureQueryData(me())
export const useMe = (): Me => useSuspenseQuery(me()).data
export const keepMe = (fresh: Me): void => void queryClient.setQueryData(me().queryKey, fresh)

/** Forgets everything that was read for the one who logged out. */
export const forgetEverything = (): void => queryClient.clear()
