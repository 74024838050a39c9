/**
 * What is noted of who did what. Kept by the audit module, and handed to the server and to the modules by the composition
 * root, since they lie below it or beside it.
 */
export interface Deed {
  /** In whose trail it stands: the account that was acted in. */
  accountId: number
  /** An operation's id, or the name of an event in the same spelling: `log-in-failed`. */
  action: string
  actor: Actor
  /** The account of a credential that acts in a descendant. */
  fromAccountId?: number | null
  ip?: string | null
  target?: { kind: string; id: string | null } | null
  /** Names of the fields that were given; never their values. */
  fields?: readonly string[]
  /** One sentence for people. No secrets, bodies or phone numbers. */
  description?: string
}

/** `program` is this program by itself; `nobody` somebody who did not prove who they are. */
export interface Actor {
  kind: 'person' | 'key' | 'program' | 'nobody'
  userId?: number | null
  keyId?: string | null
}

export interface Ending {
  outcome: 'done' | 'refused' | 'failed'
  /** The HTTP status that was answered. */
  status?: number
  /** The id of what was made. */
  targetId?: string | null
}

/** Where an outcome belongs. */
export interface Mark {
  accountId: number
  seq: number
  action: string
}

export interface Trail {
  /** Notes what is over. Resolves when it is stored. */
  note(deed: Deed, ending?: Ending): Promise<void>
  /** Notes what is about to be done. It must not begin before this resolves. */
  begin(deed: Deed): Promise<Mark>
  /** Notes how it ended. Never rejects: what was begun and has no end says so by itself. */
  end(mark: Mark, ending: Ending): Promise<void>
  /** Notes that something was not allowed: once a minute for the same actor and action. Never rejects. */
  refuse(deed: Deed): Promise<void>
}

/** What a module hands events to that are no operations. */
export type Note = Trail['note']
