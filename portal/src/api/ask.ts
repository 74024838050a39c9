import {
  QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  type UseQueryOptions,
} from '@tanstack/react-query'
import { api, ApiFault, type Answer, type Given, type OperationId } from './call.ts'

const STALE_MS = 5_000
const TRIES_MAX = 2

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      // A refusal stays one however often it is asked; only what may pass is tried again.
      retry: (count, error) =>
        count < TRIES_MAX &&
        error instanceof ApiFault &&
        (error.status === 0 || error.status >= 500),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

/** Query options of a read operation; its key is `[operation id, what was given]`. */
export const asking = <Id extends OperationId>(id: Id, given: Given<Id>) =>
  queryOptions<Answer<Id>, ApiFault>({
    queryKey: [id, given],
    queryFn: ({ signal }) => api(id, given, signal),
  })

/** Reads one operation and keeps what it said. */
export const useAsk = <Id extends OperationId>(
  id: Id,
  given: Given<Id>,
  options: Omit<UseQueryOptions<Answer<Id>, ApiFault>, 'queryKey' | 'queryFn'> = {},
) =>
  useQuery<Answer<Id>, ApiFault>({
    queryKey: [id, given],
    queryFn: ({ signal }) => api(id, given, signal),
    ...options,
  })

/** Calls an operation that changes something; what `stale` names is read again afterwards. */
export const useChange = <Id extends OperationId>(id: Id, stale: readonly OperationId[] = []) =>
  useMutation<Answer<Id>, ApiFault, Given<Id>>({
    mutationFn: (given) => api(id, given),
    onSuccess: () => renew(...stale),
  })

/** Reads these operations again wherever they are shown. */
export const renew = async (...ids: readonly OperationId[]): Promise<void> => {
  await Promise.all(ids.map((id) => queryClient.invalidateQueries({ queryKey: [id] })))
}
