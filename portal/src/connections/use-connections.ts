import { renew, useAsk } from '../api/ask.ts'
import { useStream } from '../api/stream.ts'

const REFRESH_MS = 5_000
/** As many as one answer holds; an installation with more operators than this looks for the rest by the API. */
const CONNECTIONS_MAX = 200

/** All connections with their live state: events tell of changes, counters come with each reading. */
export function useConnections() {
  useStream((event) => {
    if (event === 'renewed' || event.topic === 'connections')
      void renew('get-operator-connections', 'get-operator-connection')
  })
  return useAsk(
    'get-operator-connections',
    { query: { limit: CONNECTIONS_MAX } },
    { refetchInterval: REFRESH_MS },
  )
}
