/** SMS: the channel for messaging, and the module with its 16 operations. */
export { sms } from './channel.ts'
export { DEFAULT_SENDER, smsModule } from './module.ts'
