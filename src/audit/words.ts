import type { ACTIONS, ITEMS } from './wire.ts'

/*
 * The compatible API tells an action and an item in words of its own, which a filter may name. Ours are ids of operations
 * (`update-api-key`), so the first word gives the action, and the kind of the target the item.
 */
type Verb = (typeof ACTIONS)[number]

const verbs: Readonly<Record<string, Verb>> = {
  accept: 'Accept',
  activate: 'Activation',
  add: 'Add',
  assign: 'Assign',
  cancel: 'Cancel',
  close: 'Disable',
  confirm: 'Verify',
  create: 'Create',
  delete: 'Delete',
  disable: 'Disable',
  dismiss: 'Cancel',
  download: 'Download',
  enable: 'Enable',
  export: 'Export',
  invite: 'Add',
  issue: 'Create',
  link: 'Assign',
  lock: 'Lock',
  modify: 'Update',
  pause: 'Pause',
  register: 'Create',
  remove: 'Remove',
  replay: 'Restore',
  request: 'Request',
  reschedule: 'Schedule',
  resend: 'Sent',
  reset: 'Restore',
  restart: 'Launch',
  restore: 'Restore',
  resume: 'Enable',
  revoke: 'Delete',
  schedule: 'Schedule',
  send: 'Sent',
  suspend: 'Lock',
  test: 'Verify',
  unlink: 'Remove',
  unlock: 'Unlock',
  verify: 'Verify',
}

/** The action of an operation's or event's id; `Update` where the first word tells no other. */
export function verbOf(action: string): Verb {
  if (/^(portal-)?log-in-(failed|refused)$/.test(action)) return 'Unsuccessful'
  if (/^(portal-)?log-in/.test(action)) return 'Login'
  if (/^(portal-)?log-out/.test(action)) return 'Logout'
  const [first = ''] = action.split('-')
  return verbs[first] ?? (/^(get|list|read|search|query)$/.test(first) ? 'Request' : 'Update')
}

const items: Readonly<Record<string, (typeof ITEMS)[number]>> = {
  account: 'Account',
  'api-key': 'ApiKey',
  blocklist: 'Blacklist',
  bulk: 'Communication',
  domain: 'Domain',
  group: 'Team',
  invitation: 'User',
  keyword: 'Keyword',
  log: 'Report',
  me: 'User',
  member: 'User',
  message: 'Communication',
  number: 'Number',
  passkey: 'TFA',
  password: 'Password',
  payment: 'OneTimePayment',
  person: 'Person',
  price: 'Price',
  'recovery-code': 'TFA',
  role: 'Team',
  sender: 'Number',
  session: 'User',
  'sub-account': 'Account',
  team: 'Team',
  template: 'Template',
  'top-up': 'OneTimePayment',
  totp: 'TFA',
  url: 'URL',
  usage: 'Report',
  user: 'User',
  webhook: 'URL',
}

/** The item of a kind of target; kinds that the compatible API has no word for are written as it would: `NotificationProfile`. */
export const itemOf = (kind: string): string =>
  items[kind] ??
  kind
    .split(/[-_]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
