/** What somebody may do who has to set up a second factor before anything else. */
export const beforeSecondFactor: ReadonlySet<string> = new Set([
  'get-me',
  'list-second-factors',
  'begin-totp',
  'confirm-totp',
  'begin-passkey',
  'finish-passkey',
  'prove-who-i-am',
  'begin-passkey-proof',
])
