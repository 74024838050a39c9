/** Words that the operations below share: any one of the scopes of a list is enough. */
export const SEND_SCOPES = ['message:send', 'sms:message:send', 'sms:manage'] as const
export const REPORT_SCOPES = SEND_SCOPES
export const LOG_SCOPES = ['sms:manage', 'sms:logs:read'] as const
export const MANAGE_SCOPES = ['sms:manage'] as const
export const READ_BULK_SCOPES = ['sms:message:send', 'sms:manage'] as const
export const INBOX_SCOPES = [
  'inbound-message:read',
  'sms:inbound-message:read',
  'sms:manage',
] as const

export const PRODUCT = 'sms'
export const PULL_DEFAULT = 50
export const PULL_MAX = 1000
