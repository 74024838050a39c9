import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Secrets } from '../../core/secrets.ts'
import type { Db, Tx } from '../../core/storage/index.ts'
import type { LogInNotes } from '../log-in-notes.ts'
import type { SendsMail } from '../needs.ts'
import type { PasswordPolicy } from '../password-policy.ts'
import type { Passwords } from '../passwords.ts'

/** Whether strangers may make an account of their own, and what they agree to. */
export interface SignUpSettings {
  open: boolean
  termsVersion: string
  termsUrl: string | null
}

/** A trial account for somebody who signed up. */
export type BeginTrial = (
  tx: Tx,
  wishes: {
    name: string
    email: string
    person: 'natural' | 'legal'
    declaredOfAge: boolean
    country?: string
  },
) => Promise<{ accountId: number }>

export interface TeamNeeds {
  db: Db
  clock: Clock
  log: Log
  secrets: Secrets
  mail: SendsMail
  notes: LogInNotes
  passwords: Passwords
  policy: PasswordPolicy
  signUp: SignUpSettings
  beginTrial: BeginTrial
  /** As people reach us: links in mails begin with it. */
  publicUrl: () => string
  /** After a change of a person, a membership or a role. */
  forget(): void
}
