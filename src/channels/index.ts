import type { Module } from '../core/module.ts'
import type { Channel } from '../messaging/index.ts'
import { sms, smsModule } from './sms/index.ts'

export { DEFAULT_SENDER } from './sms/index.ts'

/** Every channel, one line each. */
export const channels = (needs: Parameters<typeof sms>[0]): readonly Channel[] => [sms(needs)]

/** Their operations, one line each; made after messaging, which needs the channels first. */
export const channelModules = (needs: Parameters<typeof smsModule>[0]): readonly Module[] => [
  smsModule(needs),
]
