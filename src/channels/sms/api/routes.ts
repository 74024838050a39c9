import type { App } from '../../../core/http/index.ts'
import { addBulks } from './bulks.ts'
import { addConversion } from './conversion.ts'
import { addInbox } from './inbox.ts'
import { addLogs } from './logs.ts'
import type { SmsApi } from './needs.ts'
import { addPreview } from './preview.ts'
import { addQuerySend } from './query-send.ts'
import { addReports } from './reports.ts'
import { addSendV2 } from './send-v2.ts'
import { addSendV3 } from './send-v3.ts'

/** The 16 operations of product `sms`. */
export function addSmsOperations(app: App, api: SmsApi): void {
  addSendV3(app, api)
  addQuerySend(app, api)
  addPreview(app)
  addSendV2(app, api)
  addBulks(app, api)
  addConversion(app, api)
  addInbox(app, api)
  addReports(app, api)
  addLogs(app, api)
}
