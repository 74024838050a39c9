import type { Config } from '../core/config.ts'
import type { Log } from '../core/log.ts'
import type { DatabaseOptions } from '../core/storage/index.ts'

/** What the composition root needs of the platform it starts. `src/platform.ts` is the one; tests have a small one. */
export interface PlatformDoor {
  /** Migrates, makes the first account, opens modules, routes and connections, and listens. */
  startPlatform(options: {
    config: Config
    database: DatabaseOptions
    log: Log
    simulator: RunningSimulator | null
  }): Promise<Platform>
  /** Gives the owner of the first account a new password, and the account a new API key. */
  resetOwner(database: DatabaseOptions, config: Config): Promise<Credentials>
  /** Whether an operator's connection that is not the simulator's exists; on a database not migrated yet, none does. */
  hasRealConnection?(database: DatabaseOptions): Promise<boolean>
}

export interface RunningSimulator {
  smppPort: number
  /** Where its mailbox takes mail. */
  smtpPort: number
  /** Its control socket. */
  control: string
}

/** Secrets that are known only at the moment they are made; null otherwise. */
export interface Credentials {
  ownerEmail: string
  ownerPassword: string | null
  apiKey: string | null
}

export interface Platform {
  /** Where it listens, or PUBLIC_URL. */
  url: string
  /** Of our own SMPP server; null when there is none. */
  smppPort: number | null
  firstAccount: (Credentials & { created: boolean }) | null
  /** Takes no more requests, finishes those in work, and closes everything. */
  drain(): Promise<void>
}
