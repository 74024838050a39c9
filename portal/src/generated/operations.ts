// Made by scripts/generate-client.ts from the OpenAPI document of the server. Do not edit; run it again.

export interface Operations {
  /** create-api-key */
  'create-api-key': {
    params: undefined
    query: undefined
    body: { accountId?: string; name: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; permissions?: ('PUBLIC_API' | '2FA_CLIENT' | 'WEB_SDK')[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }
    answer: { id?: string; apiKeySecret?: string; accountId?: string; name: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: string[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }
  }
  /** create-operator-connection */
  'create-operator-connection': {
    params: undefined
    query: undefined
    body: { name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls?: { enabled?: boolean; verify?: boolean; ca?: (string | null) }; systemId: string; systemType?: string; bindType?: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds?: number; windowSize?: number; messagesPerSecond?: (number | null); enquireLinkSeconds?: number; responseTimeoutSeconds?: number; receipts?: { idForm?: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; clockOffsetMinutes?: number }; encoding?: { defaultAlphabet?: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation?: 'UDH' | 'SAR'; sourceTon?: (number | null); sourceNpi?: (number | null); serviceType?: string }; enabled?: boolean; password: string }
    answer: { id: number; name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** create-route */
  'create-route': {
    params: undefined
    query: undefined
    body: { name: string; channel?: 'SMS'; prefix: string; connectionId: number; priority?: number; enabled?: boolean }
    answer: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }
  }
  /** create-sender */
  'create-sender': {
    params: undefined
    query: undefined
    body: { sender: string }
    answer: { id: number; sender: string; kind: string; createdAt: string }
  }
  /** delete-api-key */
  'delete-api-key': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** delete-operator-connection */
  'delete-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** delete-route */
  'delete-route': {
    params: { routeId: number }
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
    query: { to?: string; channel?: 'SMS' }
    body: undefined
    answer: { to: string; network: ({ countryIso: (string | null); mcc: string; mnc: (string | null); networkName: (string | null) } | null); chosen: ({ id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string } | null); text: string; considered: { route: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }; verdict: 'CHOSEN' | 'NOT_NEEDED' | 'ROUTE_DISABLED' | 'CONNECTION_DISABLED' | 'CONNECTION_MISSING' | 'SIMULATOR_NOT_ALLOWED'; text: string }[] }
  }
  /** get-api-keys-by-filter */
  'get-api-keys-by-filter': {
    params: undefined
    query: { page?: number; size?: number; name?: string }
    body: undefined
    answer: { apiKeys?: { id?: string; apiKeySecret?: string; accountId?: string; name: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: string[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }[]; paging: { page?: number; pageSize?: number; orderDirection?: string; orderBy?: string; totalCount?: number; totalPages?: number } }
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
    params: { messageId: string }
    query: undefined
    body: undefined
    answer: { id: string; messageId: string; bulkId: (string | null); channel: string; direction: 'MT'; sender: string; to: string; text: (string | null); binary: boolean; parts: number; status: { groupId: number; groupName: string; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: string; id: number; name: string; description: string; permanent: boolean }; mccMnc: (string | null); networkName: (string | null); price: { pricePerMessage: number; currency: string }; acceptedAt: string; sendAt: (string | null); sentAt: (string | null); doneAt: (string | null); simulated: boolean; callbackData: (string | null); applicationId: (string | null); entityId: (string | null); campaignReferenceId: (string | null); connection: (string | null); route: (string | null); validUntil: string; notifyUrl: (string | null); whatToDo: (string | null); timeline: { at: string; kind: 'ACCEPTED' | 'REJECTED' | 'SCHEDULED' | 'DUE' | 'ROUTED' | 'RETRY' | 'SUBMITTED' | 'REPORTED' | 'EXPIRED' | 'REPORT_PUSHED' | 'REPORT_WAITING' | 'REPORT_PULLED' | 'REPORT_PUSH_FAILED' | 'CONVERTED'; detail: (string | null); connection: (string | null); part: (number | null); status: ({ groupId: number; groupName: string; id: number; name: string; description: string; action?: string } | null) }[] }
  }
  /** get-operator-connection */
  'get-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { id: number; name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** get-operator-connection-state */
  'get-operator-connection-state': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** get-operator-connections */
  'get-operator-connections': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }[]; nextCursor: (string | null) }
  }
  /** get-overview */
  'get-overview': {
    params: undefined
    query: undefined
    body: undefined
    answer: { day: string; today: { accepted: number; delivered: number; undeliverable: number; expired: number; rejected: number; pending: number; inbound: number; simulated: number }; hours: { hour: string; accepted: number; delivered: number; failed: number; inbound: number }[]; waiting: { toSend: number; scheduled: number; reports: number }; health: { part: string; state: 'OK' | 'DEGRADED' | 'DOWN'; detail: (string | null) }[] }
  }
  /** get-route */
  'get-route': {
    params: { routeId: number }
    query: undefined
    body: undefined
    answer: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }
  }
  /** get-routes */
  'get-routes': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }[]; nextCursor: (string | null) }
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
  /** get-simulator-handsets */
  'get-simulator-handsets': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { number: string; messageCount: number; lastMessage: { messageId: string; number: string; correspondent: string; direction: 'TO_HANDSET' | 'FROM_HANDSET'; text: string; encoding: string; flash: boolean; partCount: number; partsMissing: number; state: string; systemId: string; at: string } }[]; cursor: { limit: number; nextCursor?: string } }
  }
  /** get-simulator-health */
  'get-simulator-health': {
    params: undefined
    query: undefined
    body: undefined
    answer: { ready: true; pid: number; smppPort: number; controlVersion: number; startedAt: string; links: { systemId: string; bind: string; interfaceVersion: string; boundAt: string }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; ignored: number; droppedLinks: number; delivered: number; failed: number; receiptsAcknowledged: number; receiptsAbandoned: number; inboundAcknowledged: number; inboundAbandoned: number; bindsAccepted: number; bindsRefused: number }; waiting: number; handsets: number; messages: number; journalOctets: number }
  }
  /** get-simulator-messages */
  'get-simulator-messages': {
    params: undefined
    query: { number?: string; messageId?: string; limit?: number; cursor?: string }
    body: undefined
    answer: { results: { messageId: string; number: string; correspondent: string; direction: 'TO_HANDSET' | 'FROM_HANDSET'; text: string; encoding: string; flash: boolean; partCount: number; partsMissing: number; state: string; systemId: string; at: string }[]; cursor: { limit: number; nextCursor?: string } }
  }
  /** get-simulator-operators */
  'get-simulator-operators': {
    params: undefined
    query: undefined
    body: undefined
    answer: { systemIdPrefix: string; operators: { systemId: string; settings: { refuseBinds: boolean; refuseAll: boolean; refusalStatus: number; deaf: boolean; messagesPerSecond: number; errorRate: number; errorStatus: number; responseAfterMs: number; windowSize: number; congestionState: (number | null); receiptShape: 'standard' | 'text_only' | 'tlv_only' | 'seconds' | 'joined' | 'shuffled' | 'undated' | 'extra_keys' | 'hex_id' | 'padded_id'; receiptPdu: 'deliver_sm' | 'data_sm'; messageIdForm: 'DECIMAL' | 'HEX' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8' }; links: number; waiting: number }[] }
  }
  /** get-webhooks */
  'get-webhooks': {
    params: undefined
    query: undefined
    body: undefined
    answer: { deliveryUrl: (string | null); inboundUrl: (string | null) }
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
    query: { limit?: number }
    body: undefined
    answer: { results: { id: number; sender: string; kind: string; createdAt: string }[] }
  }
  /** portal-log-in */
  'portal-log-in': {
    params: undefined
    query: undefined
    body: { email: string; password: string }
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; isRoot: boolean; currency: string; state: string }; scopes: string[] }
  }
  /** portal-log-out */
  'portal-log-out': {
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
  /** restart-operator-connection */
  'restart-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** send-simulator-inbound */
  'send-simulator-inbound': {
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
    body: { systemId?: string; settings?: { refuseBinds?: boolean; refuseAll?: boolean; refusalStatus?: number; deaf?: boolean; messagesPerSecond?: number; errorRate?: number; errorStatus?: number; responseAfterMs?: number; windowSize?: number; congestionState?: (number | null); receiptShape?: 'standard' | 'text_only' | 'tlv_only' | 'seconds' | 'joined' | 'shuffled' | 'undated' | 'extra_keys' | 'hex_id' | 'padded_id'; receiptPdu?: 'deliver_sm' | 'data_sm'; messageIdForm?: 'DECIMAL' | 'HEX' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet?: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8' }; dropLinks?: boolean; credentials?: { systemIdPrefix?: string; password?: string } }
    answer: { systemIdPrefix: string; operators: { systemId: string; settings: { refuseBinds: boolean; refuseAll: boolean; refusalStatus: number; deaf: boolean; messagesPerSecond: number; errorRate: number; errorStatus: number; responseAfterMs: number; windowSize: number; congestionState: (number | null); receiptShape: 'standard' | 'text_only' | 'tlv_only' | 'seconds' | 'joined' | 'shuffled' | 'undated' | 'extra_keys' | 'hex_id' | 'padded_id'; receiptPdu: 'deliver_sm' | 'data_sm'; messageIdForm: 'DECIMAL' | 'HEX' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8' }; links: number; waiting: number }[] }
  }
  /** set-webhooks */
  'set-webhooks': {
    params: undefined
    query: undefined
    body: { deliveryUrl: (string | null); inboundUrl: (string | null) }
    answer: { deliveryUrl: (string | null); inboundUrl: (string | null) }
  }
  /** test-operator-connection */
  'test-operator-connection': {
    params: undefined
    query: undefined
    body: { name?: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls?: { enabled?: boolean; verify?: boolean; ca?: (string | null) }; systemId: string; systemType?: string; bindType?: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds?: number; windowSize?: number; messagesPerSecond?: (number | null); enquireLinkSeconds?: number; responseTimeoutSeconds?: number; receipts?: { idForm?: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; clockOffsetMinutes?: number }; encoding?: { defaultAlphabet?: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation?: 'UDH' | 'SAR'; sourceTon?: (number | null); sourceNpi?: (number | null); serviceType?: string }; enabled?: boolean; password?: (string | null); connectionId?: (number | null) }
    answer: { succeeded: boolean; outcome: 'BOUND' | 'NAME_NOT_RESOLVED' | 'REFUSED' | 'UNREACHABLE' | 'TIMED_OUT' | 'TLS_FAILED' | 'WRONG_PASSWORD' | 'WRONG_SYSTEM_ID' | 'ALREADY_BOUND' | 'BIND_REFUSED' | 'NO_ANSWER' | 'CLOSED' | 'FAILED'; text: string; whatToDo: (string | null); commandStatus: (string | null); peerSystemId: (string | null); tookMs: number }
  }
  /** update-api-key */
  'update-api-key': {
    params: { apiKeyId: string }
    query: undefined
    body: { accountId?: string; name?: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: ('PUBLIC_API' | '2FA_CLIENT' | 'WEB_SDK')[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }
    answer: { id?: string; apiKeySecret?: string; accountId?: string; name: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: string[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[] }
  }
  /** update-me */
  'update-me': {
    params: undefined
    query: undefined
    body: { name?: string; locale?: string; password?: string; currentPassword?: string }
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; isRoot: boolean; currency: string; state: string }; scopes: string[] }
  }
  /** update-operator-connection */
  'update-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: { name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls?: { enabled?: boolean; verify?: boolean; ca?: (string | null) }; systemId: string; systemType?: string; bindType?: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds?: number; windowSize?: number; messagesPerSecond?: (number | null); enquireLinkSeconds?: number; responseTimeoutSeconds?: number; receipts?: { idForm?: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; clockOffsetMinutes?: number }; encoding?: { defaultAlphabet?: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation?: 'UDH' | 'SAR'; sourceTon?: (number | null); sourceNpi?: (number | null); serviceType?: string }; enabled?: boolean; password?: (string | null) }
    answer: { id: number; name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** update-route */
  'update-route': {
    params: { routeId: number }
    query: undefined
    body: { name: string; channel?: 'SMS'; prefix: string; connectionId: number; priority?: number; enabled?: boolean }
    answer: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }
  }
  /** update-scheduled-sms-messages-status */
  'update-scheduled-sms-messages-status': {
    params: undefined
    query: { bulkId?: string }
    body: { status: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
    answer: { bulkId?: string; status?: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
  }
}

export const addresses: { readonly [Id in keyof Operations]: readonly [method: string, path: string] } = {
  'create-api-key': ['POST', '/settings/2/api-keys'],
  'create-operator-connection': ['POST', '/operators/1/connections'],
  'create-route': ['POST', '/operators/1/routes'],
  'create-sender': ['POST', '/accounts/1/senders'],
  'delete-api-key': ['DELETE', '/accounts/1/api-keys/{id}'],
  'delete-operator-connection': ['DELETE', '/operators/1/connections/{connectionId}'],
  'delete-route': ['DELETE', '/operators/1/routes/{routeId}'],
  'delete-sender': ['DELETE', '/accounts/1/senders/{id}'],
  'explain-route': ['GET', '/operators/1/routes/explain'],
  'get-api-keys-by-filter': ['GET', '/settings/2/api-keys'],
  'get-me': ['GET', '/accounts/1/me'],
  'get-message': ['GET', '/messaging/1/messages/{messageId}'],
  'get-operator-connection': ['GET', '/operators/1/connections/{connectionId}'],
  'get-operator-connection-state': ['GET', '/operators/1/connections/{connectionId}/state'],
  'get-operator-connections': ['GET', '/operators/1/connections'],
  'get-overview': ['GET', '/messaging/1/overview'],
  'get-route': ['GET', '/operators/1/routes/{routeId}'],
  'get-routes': ['GET', '/operators/1/routes'],
  'get-scheduled-sms-messages': ['GET', '/sms/1/bulks'],
  'get-scheduled-sms-messages-status': ['GET', '/sms/1/bulks/status'],
  'get-simulator-behaviour': ['GET', '/simulator/1/behaviour'],
  'get-simulator-handsets': ['GET', '/simulator/1/handsets'],
  'get-simulator-health': ['GET', '/simulator/1/health'],
  'get-simulator-messages': ['GET', '/simulator/1/messages'],
  'get-simulator-operators': ['GET', '/simulator/1/operator'],
  'get-webhooks': ['GET', '/messaging/1/webhooks'],
  'list-inbound': ['GET', '/messaging/1/inbound'],
  'list-messages': ['GET', '/messaging/1/messages'],
  'list-scopes': ['GET', '/accounts/1/scopes'],
  'list-senders': ['GET', '/accounts/1/senders'],
  'portal-log-in': ['POST', '/accounts/1/login'],
  'portal-log-out': ['POST', '/accounts/1/logout'],
  'preview-sms-message': ['POST', '/sms/1/preview'],
  'reschedule-sms-messages': ['PUT', '/sms/1/bulks'],
  'reset-simulator': ['POST', '/simulator/1/reset'],
  'restart-operator-connection': ['POST', '/operators/1/connections/{connectionId}/restart'],
  'send-simulator-inbound': ['POST', '/simulator/1/inbound'],
  'send-sms-messages': ['POST', '/sms/3/messages'],
  'set-simulator-behaviour': ['PUT', '/simulator/1/behaviour'],
  'set-simulator-operator': ['POST', '/simulator/1/operator'],
  'set-webhooks': ['PUT', '/messaging/1/webhooks'],
  'test-operator-connection': ['POST', '/operators/1/connections/test'],
  'update-api-key': ['PUT', '/settings/2/api-keys/{apiKeyId}'],
  'update-me': ['PUT', '/accounts/1/me'],
  'update-operator-connection': ['PUT', '/operators/1/connections/{connectionId}'],
  'update-route': ['PUT', '/operators/1/routes/{routeId}'],
  'update-scheduled-sms-messages-status': ['PUT', '/sms/1/bulks/status'],
}
