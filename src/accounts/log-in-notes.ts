import type { Log } from '../core/log.ts'
import type { Note } from '../core/trail.ts'

/** Events of this module that are no operations, and what they are. */
export const accountEvents = {
  'email-changed': 'Confirm a new address',
  'invitation-accepted': 'Accept an invitation',
  'log-in': 'Log in',
  'log-in-failed': 'Fail to log in',
  'log-out': 'Log out',
  'password-reset': 'Choose a new password by a link from a mail',
  'signed-up': 'Confirm a sign-up',
  'reset-owner': "Give the owner a new password from the server's command line",
} as const

/** Whose log-in something is about. */
export interface Visitor {
  account_id: number
  user_id: number
}

/** What the audit trail hears of people who come and go: these are no operations that somebody known asks for. */
export interface LogInNotes {
  /** @param how e.g. `password` */
  loggedIn(who: Visitor, ip: string, how: string): Promise<void>
  loggedOut(who: Visitor, ip: string): Promise<void>
  /** Somebody followed a link from a mail. */
  followed(
    who: Visitor,
    ip: string,
    action: 'email-changed' | 'invitation-accepted' | 'password-reset' | 'signed-up',
  ): Promise<void>
  /**
   * Somebody gave an address of ours with a wrong password, or failed at the second factor. Returns at once: whoever guesses must not learn by the time
   * it takes whether there is such a person.
   */
  failed(who: Visitor, ip: string, how?: string): void
}

export function logInNotes(note: Note, log: Log): LogInNotes {
  const deed = (who: Visitor, action: keyof typeof accountEvents, ip: string, description: string) => ({
    accountId: who.account_id,
    action,
    actor: { kind: 'person', userId: who.user_id },
    ip,
    target: { kind: 'user', id: String(who.user_id) },
    description,
  }) as const // prettier-ignore
  return {
    loggedIn: (who, ip, how) => note(deed(who, 'log-in', ip, `Logged in by ${how}`)),
    loggedOut: (who, ip) => note(deed(who, 'log-out', ip, 'Logged out')),
    followed: (who, ip, action) => note(deed(who, action, ip, accountEvents[action])),
    failed: (who, ip, how = 'Wrong password') => {
      const attempt = deed(who, 'log-in-failed', ip, how)
      note({ ...attempt, actor: { kind: 'nobody' } }, { outcome: 'refused', status: 401 }).catch(
        (error: unknown) => log.error({ err: error }, 'a failed log-in was not noted'),
      )
    },
  }
}
