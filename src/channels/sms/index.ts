/** SMS: the channel for messaging, and the module with its 16 operations. */
export { sms, type SmsOperators } from './channel.ts'
export { smsModule } from './module.ts'
export type { AuthenticatePassword } from './api/routes.ts'
