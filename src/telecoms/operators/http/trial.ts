import type { Clock } from '../../../core/clock.ts'
import type { ConnectionSettings } from '../connection.ts'
import type { TrialResult } from '../wire.ts'
import { Exchange, NotReached } from './exchange.ts'
import { providerOf } from './providers.ts'
import { notReached, notUsable, type ApiTrouble } from './trouble.ts'
import type { StoredHttp } from './wire.ts'

/** Long enough for an API that is slow today. */
const ANSWER_MS = 10_000

/** Asks something harmless with these settings and tells in words what happened. Sends nothing, takes at most 20 s. */
export async function tryApi(
  settings: ConnectionSettings,
  http: StoredHttp,
  secret: string,
  networks: readonly string[],
  clock: Clock,
): Promise<TrialResult> {
  const startedAt = clock.ms()
  const { host, systemId: name, tls } = settings
  const provider = providerOf(http, { name, secret, signatureSecret: '', callbackUrl: null })
  const exchange = new Exchange({ networks, window: 1, answerMs: ANSWER_MS, tls })
  let trouble: ApiTrouble | null
  try {
    const found = provider.checked(await exchange.ask(provider.check()))
    trouble = found && notUsable(found, host)
  } catch (error) {
    trouble =
      error instanceof NotReached
        ? notReached(error, host)
        : { outcome: 'NO_ANSWER', text: `${host} took the connection but did not answer in 10 seconds.`, whatToDo: 'Check the address of the API.', commandStatus: null } // prettier-ignore
  } finally {
    await exchange.close()
  }
  return {
    succeeded: trouble === null,
    outcome: trouble?.outcome ?? 'BOUND',
    text: trouble?.text ?? goodNews(http, host),
    whatToDo: trouble?.whatToDo ?? null,
    commandStatus: null,
    peerSystemId: null,
    tookMs: Math.max(0, Math.round(clock.ms() - startedAt)),
  }
}

const goodNews = ({ preset }: StoredHttp, host: string): string =>
  preset === 'GENERIC'
    ? `${host} answers. Whether it takes messages shows with the first one.`
    : `${host} answers, and accepts the credentials.`
