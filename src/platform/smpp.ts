import type { Accounts } from '../accounts/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Log } from '../core/log.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Note } from '../core/trail.ts'
import type { Database } from '../core/storage/index.ts'
import { smppServer, type SmppServer, type SmppServerNeeds } from '../smpp-server/index.ts'

/** Our SMPP server, on the ports and with the certificate that the settings name. */
export function smppOf(needs: {
  config: Config
  database: Database
  secrets: Secrets
  clock: Clock
  log: Log
  accounts: Accounts
  messaging: SmppServerNeeds['messaging']
  publicUrl: () => string
  note: Note
}): SmppServer {
  const { config, database, messaging, ...rest } = needs
  const { http, smpp } = config
  return smppServer({
    ...rest,
    db: database.db,
    messaging,
    onlyNode: config.databaseUrl === null,
    ports: {
      host: http.host,
      port: smpp.port,
      tls: smpp.tlsPort !== null && http.tls !== null ? { port: smpp.tlsPort, ...http.tls } : null,
    },
  })
}
