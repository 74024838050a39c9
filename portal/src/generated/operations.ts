// Made by scripts/generate-client.ts from the OpenAPI document of the server. Do not edit; run it again.

export interface Operations {
  /** add-sender */
  'add-sender': {
    params: undefined
    query: undefined
    body: { sender: string }
    answer: { id: number; sender: string; kind: string; createdAt: string }
  }
  /** create-api-key */
  'create-api-key': {
    params: undefined
    query: undefined
    body: { accountId?: string; name: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; permissions?: 'PUBLIC_API' | '2FA_CLIENT' | 'WEB_SDK'; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }
    answer: { id?: string; apiKeySecret?: string; accountId?: string; name: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: string[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }
  }
  /** create-connection */
  'create-connection': {
    params: undefined
    query: undefined
    body: { id?: number; name?: string; kind?: string; host?: string; port?: number; tls?: boolean; systemId?: string; systemType?: string; bindType?: string; binds?: number; windowSize?: number; messagesPerSecond?: number; enquireLinkIntervalMs?: number; enabled?: boolean; simulated?: boolean; state?: string; lastError?: (string | null); bound?: number; counters?: { submitted: number; accepted: number; refused: number; receipts: number; inbound: number }; password?: string }
    answer: { id: number; name: string; kind: string; host: string; port: number; tls: boolean; systemId: string; systemType: string; bindType: string; binds: number; windowSize: number; messagesPerSecond: number; enquireLinkIntervalMs: number; enabled: boolean; simulated: boolean; state: string; lastError: (string | null); bound: number; counters: { submitted: number; accepted: number; refused: number; receipts: number; inbound: number } }
  }
  /** create-route */
  'create-route': {
    params: undefined
    query: undefined
    body: { id: number; name: string; prefix: (string | null); connectionId: number; enabled: boolean; priority: number }
    answer: { id: number; name: string; prefix: (string | null); connectionId: number; enabled: boolean; priority: number }
  }
  /** delete-api-key */
  'delete-api-key': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** delete-connection */
  'delete-connection': {
    params: { id: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** delete-route */
  'delete-route': {
    params: { id: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** delete-sender */
  'delete-sender': {
    params: { id: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** explain-route */
  'explain-route': {
    params: undefined
    query: { to?: string }
    body: undefined
    answer: { route: ({ id: number; name: string; prefix: (string | null); connectionId: number; enabled: boolean; priority: number } | null); reason: string }
  }
  /** get-api-keys-by-filter */
  'get-api-keys-by-filter': {
    params: undefined
    query: { page?: number; size?: number; name?: string }
    body: undefined
    answer: { apiKeys?: { id?: string; apiKeySecret?: string; accountId?: string; name: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: string[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }[]; paging: { page?: number; pageSize?: number; orderDirection?: string; orderBy?: string; totalCount?: number; totalPages?: number } }
  }
  /** get-connection */
  'get-connection': {
    params: { id: number }
    query: undefined
    body: undefined
    answer: { id: number; name: string; kind: string; host: string; port: number; tls: boolean; systemId: string; systemType: string; bindType: string; binds: number; windowSize: number; messagesPerSecond: number; enquireLinkIntervalMs: number; enabled: boolean; simulated: boolean; state: string; lastError: (string | null); bound: number; counters: { submitted: number; accepted: number; refused: number; receipts: number; inbound: number } }
  }
  /** get-me */
  'get-me': {
    params: undefined
    query: undefined
    body: undefined
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; isRoot: boolean; currency: string; state: string }; scopes: string[] }
  }
  /** get-message */
  'get-message': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { id: string; messageId: string; bulkId: (string | null); channel: string; direction: 'MT'; sender: string; to: string; text: (string | null); binary: boolean; parts: number; status: { groupId: number; groupName: string; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: string; id: number; name: string; description: string; permanent: boolean }; mccMnc: (string | null); networkName: (string | null); price: { pricePerMessage: number; currency: string }; acceptedAt: string; sendAt: (string | null); sentAt: (string | null); doneAt: (string | null); simulated: boolean; callbackData: (string | null); applicationId: (string | null); entityId: (string | null); campaignReferenceId: (string | null); connection: (string | null); route: (string | null); validUntil: string; notifyUrl: (string | null); whatToDo: (string | null); timeline: { at: string; kind: ('ACCEPTED' | 'REJECTED' | 'SCHEDULED' | 'DUE' | 'ROUTED' | 'RETRY' | 'SUBMITTED' | 'REPORTED' | 'EXPIRED' | 'REPORT_PUSHED' | 'REPORT_WAITING' | 'REPORT_PULLED' | 'REPORT_PUSH_FAILED' | 'CONVERTED'); detail: (string | null); connection: (string | null); part: (number | null); status: ({ groupId: number; groupName: string; id: number; name: string; description: string; action?: string } | null) }[] }
  }
  /** get-overview */
  'get-overview': {
    params: undefined
    query: undefined
    body: undefined
    answer: { day: string; today: { accepted: number; delivered: number; undeliverable: number; expired: number; rejected: number; pending: number; inbound: number; simulated: number }; hours: { hour: string; accepted: number; delivered: number; failed: number; inbound: number }[]; waiting: { toSend: number; scheduled: number; reports: number }; health: { part: string; state: ('OK' | 'DEGRADED' | 'DOWN'); detail: (string | null) }[] }
  }
  /** get-scheduled-sms-messages */
  'get-scheduled-sms-messages': {
    params: undefined
    query: { bulkId?: string }
    body: undefined
    answer: { bulkId?: string; sendAt?: string }
  }
  /** get-scheduled-sms-messages-status */
  'get-scheduled-sms-messages-status': {
    params: undefined
    query: { bulkId?: string }
    body: undefined
    answer: { bulkId?: string; status?: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
  }
  /** get-simulator-behaviour */
  'get-simulator-behaviour': {
    params: undefined
    query: undefined
    body: undefined
    answer: { defaults: { deliverAfterMs: number; lateAfterMs: number; refusalStatus: number; throttleTries: number; dropTries: number; undeliverableError: number; expiredError: number; answerText: string; answerAfterMs: number }; rules: { prefix?: string; endsWith?: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER'; parameters?: { afterMs?: number; receiptAfterMs?: number; commandStatus?: number; tries?: number; error?: number; state?: 'UNDELIVERABLE' | 'REJECTED' | 'DELETED' | 'UNKNOWN'; answerText?: string; answerAfterMs?: number } }[]; endings: { from: string; to: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER' }[] }
  }
  /** get-simulator-operators */
  'get-simulator-operators': {
    params: undefined
    query: undefined
    body: undefined
    answer: { systemIdPrefix: string; operators: { systemId: string; settings: { refuseBinds: boolean; refuseAll: boolean; refusalStatus: number; deaf: boolean; messagesPerSecond: number; errorRate: number; errorStatus: number; responseAfterMs: number; windowSize: number; congestionState: (number | null); receiptShape: string; receiptPdu: 'deliver_sm' | 'data_sm'; messageIdForm: 'DECIMAL' | 'HEX' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8' }; links: number; waiting: number }[] }
  }
  /** get-webhooks */
  'get-webhooks': {
    params: undefined
    query: undefined
    body: undefined
    answer: { deliveryUrl: (string | null); inboundUrl: (string | null) }
  }
  /** list-connections */
  'list-connections': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { id: number; name: string; kind: string; host: string; port: number; tls: boolean; systemId: string; systemType: string; bindType: string; binds: number; windowSize: number; messagesPerSecond: number; enquireLinkIntervalMs: number; enabled: boolean; simulated: boolean; state: string; lastError: (string | null); bound: number; counters: { submitted: number; accepted: number; refused: number; receipts: number; inbound: number } }[] }
  }
  /** list-inbound */
  'list-inbound': {
    params: undefined
    query: { limit?: number; cursor?: string; from?: string; to?: string }
    body: undefined
    answer: { results: { id: string; channel: string; direction: 'MO'; from: string; to: string; text: (string | null); keyword: (string | null); parts: number; receivedAt: string; simulated: boolean }[]; nextCursor: (string | null) }
  }
  /** list-messages */
  'list-messages': {
    params: undefined
    query: { limit?: number; cursor?: string; to?: string; sender?: string; status?: string; bulkId?: string; messageId?: string; since?: string; until?: string; scheduled?: boolean }
    body: undefined
    answer: { results: { id: string; messageId: string; bulkId: (string | null); channel: string; direction: 'MT'; sender: string; to: string; text: (string | null); binary: boolean; parts: number; status: { groupId: number; groupName: string; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: string; id: number; name: string; description: string; permanent: boolean }; mccMnc: (string | null); networkName: (string | null); price: { pricePerMessage: number; currency: string }; acceptedAt: string; sendAt: (string | null); sentAt: (string | null); doneAt: (string | null); simulated: boolean }[]; nextCursor: (string | null) }
  }
  /** list-routes */
  'list-routes': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { id: number; name: string; prefix: (string | null); connectionId: number; enabled: boolean; priority: number }[] }
  }
  /** list-scopes */
  'list-scopes': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { name: string; description: string }[] }
  }
  /** list-senders */
  'list-senders': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { id: number; sender: string; kind: string; createdAt: string }[] }
  }
  /** list-simulated-handsets */
  'list-simulated-handsets': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { number: string; messageCount: number; lastMessage: { messageId: string; number: string; correspondent: string; direction: 'TO_HANDSET' | 'FROM_HANDSET'; text: string; encoding: string; flash: boolean; partCount: number; partsMissing: number; state: string; systemId: string; at: string } }[]; cursor: { limit: number; nextCursor?: string } }
  }
  /** list-simulated-messages */
  'list-simulated-messages': {
    params: undefined
    query: { number?: string; messageId?: string; limit?: number; cursor?: string }
    body: undefined
    answer: { results: { messageId: string; number: string; correspondent: string; direction: 'TO_HANDSET' | 'FROM_HANDSET'; text: string; encoding: string; flash: boolean; partCount: number; partsMissing: number; state: string; systemId: string; at: string }[]; cursor: { limit: number; nextCursor?: string } }
  }
  /** log-in */
  'log-in': {
    params: undefined
    query: undefined
    body: { email: string; password: string }
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; isRoot: boolean; currency: string; state: string }; scopes: string[] }
  }
  /** log-out */
  'log-out': {
    params: undefined
    query: undefined
    body: undefined
    answer: undefined
  }
  /** preview-sms-message */
  'preview-sms-message': {
    params: undefined
    query: undefined
    body: { text: string; languageCode?: string; transliteration?: string }
    answer: { originalText?: string; previews?: { textPreview?: string; messageCount?: number; charactersRemaining?: number; configuration?: { language?: { languageCode?: string }; transliteration?: string } }[] }
  }
  /** reschedule-sms-messages */
  'reschedule-sms-messages': {
    params: undefined
    query: { bulkId?: string }
    body: { sendAt: string }
    answer: { bulkId?: string; sendAt?: string }
  }
  /** reset-simulator */
  'reset-simulator': {
    params: undefined
    query: undefined
    body: { keepSettings?: boolean }
    answer: { messages: number; waiting: number }
  }
  /** restart-connection */
  'restart-connection': {
    params: { id: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** send-from-simulated-handset */
  'send-from-simulated-handset': {
    params: undefined
    query: undefined
    body: { from: string; to: string; text?: string; dataCoding?: number; octets?: string; userDataHeader?: boolean; systemId?: string }
    answer: { messageId: string; systemId: string; partCount: number }
  }
  /** send-sms-messages */
  'send-sms-messages': {
    params: undefined
    query: undefined
    body: { messages: { sender?: string; destinations: { to: string; messageId?: string; networkId?: number }[]; content: (({ text?: string; transliteration?: 'NONE' | 'TURKISH' | 'GREEK' | 'CYRILLIC' | 'SERBIAN_CYRILLIC' | 'CENTRAL_EUROPEAN' | 'BALTIC' | 'NON_UNICODE' | 'PORTUGUESE' | 'COLOMBIAN' | 'BULGARIAN_CYRILLIC' | 'ALL'; language?: { languageCode?: 'NONE' | 'TR' | 'ES' | 'PT' | 'AUTODETECT'; singleShift?: boolean; lockingShift?: boolean } }) | ({ dataCoding?: number; esmClass?: number; hex?: string })); options?: { platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }; validityPeriod?: { amount: number; timeUnit?: 'SECONDS' | 'MINUTES' | 'HOURS' }; deliveryTimeWindow?: { days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from?: { hour: number; minute: number }; to?: { hour: number; minute: number } }; campaignReferenceId?: string; regional?: { indiaDlt?: { contentTemplateId?: string; principalEntityId: string; telemarketerId?: string }; turkeyIys?: { brandCode?: number; recipientType: 'BIREYSEL' | 'TACIR' }; southKorea?: { title?: string; resellerCode?: number } }; flash?: boolean }; webhooks?: { delivery?: { url?: string; intermediateReport?: boolean; notify?: boolean }; contentType?: string; callbackData?: string } }[]; options?: { schedule?: { bulkId?: string; sendAt?: string; sendingSpeedLimit?: { amount: number; timeUnit?: 'MINUTE' | 'HOUR' | 'DAY' } }; tracking?: { shortenUrl?: boolean; trackClicks?: boolean; trackingUrl?: string; removeProtocol?: boolean; customDomain?: string }; includeSmsCountInResponse?: boolean; conversionTracking?: { useConversionTracking?: boolean; conversionTrackingName?: string } } }
    answer: { bulkId?: string; messages: { messageId?: string; status?: { groupId?: number; groupName?: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id?: number; name?: string; description?: string; action?: string }; destination?: string; details?: { messageCount?: number } }[] }
  }
  /** set-simulator-behaviour */
  'set-simulator-behaviour': {
    params: undefined
    query: undefined
    body: { defaults?: { deliverAfterMs?: number; lateAfterMs?: number; refusalStatus?: number; throttleTries?: number; dropTries?: number; undeliverableError?: number; expiredError?: number; answerText?: string; answerAfterMs?: number }; rules?: { prefix?: string; endsWith?: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER'; parameters?: { afterMs?: number; receiptAfterMs?: number; commandStatus?: number; tries?: number; error?: number; state?: 'UNDELIVERABLE' | 'REJECTED' | 'DELETED' | 'UNKNOWN'; answerText?: string; answerAfterMs?: number } }[] }
    answer: { defaults: { deliverAfterMs: number; lateAfterMs: number; refusalStatus: number; throttleTries: number; dropTries: number; undeliverableError: number; expiredError: number; answerText: string; answerAfterMs: number }; rules: { prefix?: string; endsWith?: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER'; parameters?: { afterMs?: number; receiptAfterMs?: number; commandStatus?: number; tries?: number; error?: number; state?: 'UNDELIVERABLE' | 'REJECTED' | 'DELETED' | 'UNKNOWN'; answerText?: string; answerAfterMs?: number } }[]; endings: { from: string; to: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER' }[] }
  }
  /** set-simulator-operator */
  'set-simulator-operator': {
    params: undefined
    query: undefined
    body: { systemId?: string; settings?: { refuseBinds?: boolean; refuseAll?: boolean; refusalStatus?: number; deaf?: boolean; messagesPerSecond?: number; errorRate?: number; errorStatus?: number; responseAfterMs?: number; windowSize?: number; congestionState?: (number | null); receiptShape?: string; receiptPdu?: 'deliver_sm' | 'data_sm'; messageIdForm?: 'DECIMAL' | 'HEX' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet?: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8' }; dropLinks?: boolean; credentials?: { systemIdPrefix?: string; password?: string } }
    answer: { systemIdPrefix: string; operators: { systemId: string; settings: { refuseBinds: boolean; refuseAll: boolean; refusalStatus: number; deaf: boolean; messagesPerSecond: number; errorRate: number; errorStatus: number; responseAfterMs: number; windowSize: number; congestionState: (number | null); receiptShape: string; receiptPdu: 'deliver_sm' | 'data_sm'; messageIdForm: 'DECIMAL' | 'HEX' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8' }; links: number; waiting: number }[] }
  }
  /** test-connection */
  'test-connection': {
    params: undefined
    query: undefined
    body: { id?: number; name?: string; kind?: string; host?: string; port?: number; tls?: boolean; systemId?: string; systemType?: string; bindType?: string; binds?: number; windowSize?: number; messagesPerSecond?: number; enquireLinkIntervalMs?: number; enabled?: boolean; simulated?: boolean; state?: string; lastError?: (string | null); bound?: number; counters?: { submitted: number; accepted: number; refused: number; receipts: number; inbound: number }; password?: string }
    answer: { ok: boolean; detail: string }
  }
  /** update-api-key */
  'update-api-key': {
    params: { apiKeyId: string }
    query: undefined
    body: { accountId?: string; name?: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: 'PUBLIC_API' | '2FA_CLIENT' | 'WEB_SDK'; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }
    answer: { id?: string; apiKeySecret?: string; accountId?: string; name: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: string[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }
  }
  /** update-connection */
  'update-connection': {
    params: { id: number }
    query: undefined
    body: { id?: number; name?: string; kind?: string; host?: string; port?: number; tls?: boolean; systemId?: string; systemType?: string; bindType?: string; binds?: number; windowSize?: number; messagesPerSecond?: number; enquireLinkIntervalMs?: number; enabled?: boolean; simulated?: boolean; state?: string; lastError?: (string | null); bound?: number; counters?: { submitted: number; accepted: number; refused: number; receipts: number; inbound: number }; password?: string }
    answer: { id: number; name: string; kind: string; host: string; port: number; tls: boolean; systemId: string; systemType: string; bindType: string; binds: number; windowSize: number; messagesPerSecond: number; enquireLinkIntervalMs: number; enabled: boolean; simulated: boolean; state: string; lastError: (string | null); bound: number; counters: { submitted: number; accepted: number; refused: number; receipts: number; inbound: number } }
  }
  /** update-me */
  'update-me': {
    params: undefined
    query: undefined
    body: { name?: string; locale?: string; password?: string; currentPassword?: string }
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; isRoot: boolean; currency: string; state: string }; scopes: string[] }
  }
  /** update-route */
  'update-route': {
    params: { id: number }
    query: undefined
    body: { id: number; name: string; prefix: (string | null); connectionId: number; enabled: boolean; priority: number }
    answer: { id: number; name: string; prefix: (string | null); connectionId: number; enabled: boolean; priority: number }
  }
  /** update-scheduled-sms-messages-status */
  'update-scheduled-sms-messages-status': {
    params: undefined
    query: { bulkId?: string }
    body: { status: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
    answer: { bulkId?: string; status?: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
  }
  /** update-webhooks */
  'update-webhooks': {
    params: undefined
    query: undefined
    body: { deliveryUrl: (string | null); inboundUrl: (string | null) }
    answer: { deliveryUrl: (string | null); inboundUrl: (string | null) }
  }
}

export const addresses: { readonly [Id in keyof Operations]: readonly [method: string, path: string] } = {
  'add-sender': ['POST', '/accounts/1/senders'],
  'create-api-key': ['POST', '/settings/2/api-keys'],
  'create-connection': ['POST', '/operators/1/connections'],
  'create-route': ['POST', '/operators/1/routes'],
  'delete-api-key': ['DELETE', '/accounts/1/api-keys/{id}'],
  'delete-connection': ['DELETE', '/operators/1/connections/{id}'],
  'delete-route': ['DELETE', '/operators/1/routes/{id}'],
  'delete-sender': ['DELETE', '/accounts/1/senders/{id}'],
  'explain-route': ['GET', '/operators/1/routes/explain'],
  'get-api-keys-by-filter': ['GET', '/settings/2/api-keys'],
  'get-connection': ['GET', '/operators/1/connections/{id}'],
  'get-me': ['GET', '/accounts/1/me'],
  'get-message': ['GET', '/messaging/1/messages/{id}'],
  'get-overview': ['GET', '/messaging/1/overview'],
  'get-scheduled-sms-messages': ['GET', '/sms/1/bulks'],
  'get-scheduled-sms-messages-status': ['GET', '/sms/1/bulks/status'],
  'get-simulator-behaviour': ['GET', '/simulator/1/behaviour'],
  'get-simulator-operators': ['GET', '/simulator/1/operators'],
  'get-webhooks': ['GET', '/messaging/1/webhooks'],
  'list-connections': ['GET', '/operators/1/connections'],
  'list-inbound': ['GET', '/messaging/1/inbound'],
  'list-messages': ['GET', '/messaging/1/messages'],
  'list-routes': ['GET', '/operators/1/routes'],
  'list-scopes': ['GET', '/accounts/1/scopes'],
  'list-senders': ['GET', '/accounts/1/senders'],
  'list-simulated-handsets': ['GET', '/simulator/1/handsets'],
  'list-simulated-messages': ['GET', '/simulator/1/messages'],
  'log-in': ['POST', '/accounts/1/login'],
  'log-out': ['POST', '/accounts/1/logout'],
  'preview-sms-message': ['POST', '/sms/1/preview'],
  'reschedule-sms-messages': ['PUT', '/sms/1/bulks'],
  'reset-simulator': ['POST', '/simulator/1/reset'],
  'restart-connection': ['POST', '/operators/1/connections/{id}/restart'],
  'send-from-simulated-handset': ['POST', '/simulator/1/inbound'],
  'send-sms-messages': ['POST', '/sms/3/messages'],
  'set-simulator-behaviour': ['PUT', '/simulator/1/behaviour'],
  'set-simulator-operator': ['PUT', '/simulator/1/operators'],
  'test-connection': ['POST', '/operators/1/connections/test'],
  'update-api-key': ['PUT', '/settings/2/api-keys/{apiKeyId}'],
  'update-connection': ['PUT', '/operators/1/connections/{id}'],
  'update-me': ['PUT', '/accounts/1/me'],
  'update-route': ['PUT', '/operators/1/routes/{id}'],
  'update-scheduled-sms-messages-status': ['PUT', '/sms/1/bulks/status'],
  'update-webhooks': ['PUT', '/messaging/1/webhooks'],
}
