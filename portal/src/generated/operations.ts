// Made by scripts/generate-client.ts from the OpenAPI document of the server. Do not edit; run it again.

export interface Operations {
  /** Make an API key */
  'create-api-key': {
    params: undefined
    query: undefined
    body: { accountId?: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; permissions?: ('PUBLIC_API' | '2FA_CLIENT' | 'WEB_SDK')[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[]; name: string }
    answer: { id: string; apiKeySecret?: string; accountId: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: string[]; platform: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids: string[] }
  }
  /** Get a bearer token */
  'create-oauth2-token': {
    params: undefined
    query: { client_id?: string; client_secret?: string; grant_type?: string }
    body: undefined
    answer: { access_token: string; expires_in: number; token_type: string }
  }
  /** Create an operator connection */
  'create-operator-connection': {
    params: undefined
    query: undefined
    body: { name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls?: { enabled?: boolean; verify?: boolean; ca?: (string | null) }; systemId: string; systemType?: string; bindType?: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds?: number; windowSize?: number; messagesPerSecond?: (number | null); enquireLinkSeconds?: number; responseTimeoutSeconds?: number; receipts?: { idForm?: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; clockOffsetMinutes?: number }; encoding?: { defaultAlphabet?: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation?: 'UDH' | 'SAR'; sourceTon?: (number | null); sourceNpi?: (number | null); serviceType?: string }; enabled?: boolean; password: string }
    answer: { id: number; name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Create a route */
  'create-route': {
    params: undefined
    query: undefined
    body: { name: string; channel?: 'SMS'; prefix: string; connectionId: number; priority?: number; enabled?: boolean }
    answer: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }
  }
  /** Register a sender */
  'create-sender': {
    params: undefined
    query: undefined
    body: { sender: string }
    answer: { id: number; sender: string; kind: 'ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER'; createdAt: string }
  }
  /** Log in for an IBSSO token */
  'create-session': {
    params: undefined
    query: undefined
    body: { username: string; password: string; unsafe?: boolean }
    answer: { token: string }
  }
  /** Revoke an API key */
  'delete-api-key': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Delete an operator connection */
  'delete-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Delete a route */
  'delete-route': {
    params: { routeId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Remove a sender */
  'delete-sender': {
    params: { id: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** End an IBSSO token */
  'destroy-session': {
    params: undefined
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Explain the route of a number */
  'explain-route': {
    params: undefined
    query: { to: string; channel?: 'SMS' }
    body: undefined
    answer: { to: string; network: ({ countryIso: (string | null); mcc: string; mnc: (string | null); networkName: (string | null) } | null); chosen: ({ id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string } | null); text: string; considered: { route: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }; verdict: 'CHOSEN' | 'NOT_NEEDED' | 'ROUTE_DISABLED' | 'CONNECTION_DISABLED' | 'CONNECTION_MISSING' | 'SIMULATOR_NOT_ALLOWED'; text: string }[] }
  }
  /** Read the balance */
  'get-account-balance': {
    params: undefined
    query: undefined
    body: undefined
    answer: { balance: number; currency: string }
  }
  /** Read an API key */
  'get-api-key': {
    params: { apiKeyId: string }
    query: undefined
    body: undefined
    answer: { id: string; apiKeySecret?: string; accountId: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: string[]; platform: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids: string[] }
  }
  /** List API keys */
  'get-api-keys-by-filter': {
    params: undefined
    query: { accountId?: string; name?: string; page?: number; size?: number; orderBy?: 'createdAt' | 'name' | 'validFrom' | 'validTo' | 'enabled'; orderDirection?: string; enabled?: boolean; apiKeySecret?: string }
    body: undefined
    answer: { apiKeys: { id: string; apiKeySecret?: string; accountId: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: string[]; platform: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids: string[] }[]; paging: { page: number; pageSize: number; orderDirection: string; orderBy: string; totalCount: number; totalPages: number } }
  }
  /** Take messages from handsets */
  'get-inbound-sms-messages': {
    params: undefined
    query: { limit?: (number | null); applicationId?: string; entityId?: string; campaignReferenceId?: string }
    body: undefined
    answer: { results: { applicationId?: string; messageId: string; from: string; to: string; text: string; cleanText: string; keyword?: string; receivedAt: string; smsCount: number; price: { pricePerMessage: number; currency: string }; callbackData?: string; entityId?: string; campaignReferenceId?: string }[]; messageCount: number; pendingMessageCount: number }
  }
  /** Who I am */
  'get-me': {
    params: undefined
    query: undefined
    body: undefined
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; isRoot: boolean; currency: string; state: 'trial' | 'active' | 'suspended' | 'closed' }; scopes: string[] }
  }
  /** One message with everything that happened to it */
  'get-message': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { id: string; messageId: string; bulkId: (string | null); channel: string; direction: 'MT'; sender: string; to: string; text: (string | null); binary: boolean; parts: number; status: { groupId: number; groupName: string; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: string; id: number; name: string; description: string; permanent: boolean }; mccMnc: (string | null); networkName: (string | null); price: { pricePerMessage: number; currency: string }; acceptedAt: string; sendAt: (string | null); sentAt: (string | null); doneAt: (string | null); simulated: boolean; callbackData: (string | null); applicationId: (string | null); entityId: (string | null); campaignReferenceId: (string | null); connection: (string | null); route: (string | null); validUntil: string; notifyUrl: (string | null); whatToDo: (string | null); timeline: { at: string; kind: 'ACCEPTED' | 'REJECTED' | 'SCHEDULED' | 'DUE' | 'ROUTED' | 'RETRY' | 'SUBMITTED' | 'REPORTED' | 'EXPIRED' | 'REPORT_PUSHED' | 'REPORT_WAITING' | 'REPORT_PULLED' | 'REPORT_PUSH_FAILED' | 'CONVERTED'; detail: (string | null); connection: (string | null); part: (number | null); status: ({ groupId: number; groupName: string; id: number; name: string; description: string; action?: string } | null) }[] }
  }
  /** Read an operator connection */
  'get-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { id: number; name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Read the live state of a connection */
  'get-operator-connection-state': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** List operator connections */
  'get-operator-connections': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }[]; nextCursor: (string | null) }
  }
  /** Take delivery reports (older form) */
  'get-outbound-sms-message-delivery-reports': {
    params: undefined
    query: { bulkId?: string; messageId?: string; limit?: (number | null); applicationId?: string; entityId?: string; campaignReferenceId?: string }
    body: undefined
    answer: { results: { bulkId?: string; messageId: string; to: string; from: string; sentAt: string; doneAt: string; smsCount: number; mccMnc?: string; callbackData?: string; price: { pricePerMessage: number; currency: string }; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: 'Ok' | 'HANDSET_ERRORS' | 'USER_ERRORS' | 'OPERATOR_ERRORS'; id: number; name: string; description: string; permanent: boolean }; entityId?: string; applicationId?: string; campaignReferenceId?: string }[] }
  }
  /** Take delivery reports */
  'get-outbound-sms-message-delivery-reports-v3': {
    params: undefined
    query: { bulkId?: string; messageId?: string; limit?: (number | null); applicationId?: string; entityId?: string; campaignReferenceId?: string }
    body: undefined
    answer: { results: { bulkId?: string; price: { pricePerMessage: number; currency: string }; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: 'OK' | 'HANDSET_ERRORS' | 'USER_ERRORS' | 'OPERATOR_ERRORS'; id: number; name: string; description: string; permanent: boolean }; messageId: string; to: string; sender: string; sentAt: string; doneAt: string; messageCount: number; mccMnc?: string; callbackData?: string; platform?: { entityId?: string; applicationId?: string }; campaignReferenceId?: string }[] }
  }
  /** Search sent messages (deprecated) */
  'get-outbound-sms-message-logs': {
    params: undefined
    query: { bulkId?: string[]; messageId?: string[]; generalStatus?: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; sentSince?: string; sentUntil?: string; mcc?: string; mnc?: string; applicationId?: string; entityId?: string; campaignReferenceId?: string[]; from?: string; to?: string; limit?: (number | null) }
    body: undefined
    answer: { results: { bulkId?: string; messageId: string; to: string; from: string; text?: string; sentAt: string; doneAt?: string; smsCount: number; mccMnc?: string; price: { pricePerMessage: number; currency: string }; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: 'Ok' | 'HANDSET_ERRORS' | 'USER_ERRORS' | 'OPERATOR_ERRORS'; id: number; name: string; description: string; permanent: boolean }; applicationId?: string; entityId?: string; campaignReferenceId?: string }[] }
  }
  /** Search sent messages */
  'get-outbound-sms-message-logs-v3': {
    params: undefined
    query: { bulkId?: string[]; messageId?: string[]; generalStatus?: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; sentSince?: string; sentUntil?: string; mcc?: string; mnc?: string; applicationId?: string; entityId?: string; campaignReferenceId?: string[]; sender?: string; destination?: string; limit?: (number | null); useCursor?: (boolean | null); cursor?: string }
    body: undefined
    answer: { results: { sender: string; destination: string; bulkId?: string; messageId: string; sentAt: string; doneAt?: string; messageCount: number; price: { pricePerMessage: number; currency: string }; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: 'OK' | 'HANDSET_ERRORS' | 'USER_ERRORS' | 'OPERATOR_ERRORS'; id: number; name: string; description: string; permanent: boolean }; platform?: { entityId?: string; applicationId?: string }; content?: { text?: string; transliteration?: 'NONE' | 'TURKISH' | 'GREEK' | 'CYRILLIC' | 'SERBIAN_CYRILLIC' | 'BULGARIAN_CYRILLIC' | 'CENTRAL_EUROPEAN' | 'BALTIC' | 'PORTUGUESE' | 'COLOMBIAN' | 'NON_UNICODE' | 'ALL'; language?: { languageCode?: 'NONE' | 'TR' | 'ES' | 'PT' | 'AUTODETECT'; singleShift?: boolean; lockingShift?: boolean }; hex?: string; dataCoding?: number; esmClass?: number }; campaignReferenceId?: string; mccMnc?: string }[]; cursor?: { limit: number; nextCursor?: string } }
  }
  /** Today's traffic, the last 24 hours, what waits, and health */
  'get-overview': {
    params: undefined
    query: undefined
    body: undefined
    answer: { day: string; today: { accepted: number; delivered: number; undeliverable: number; expired: number; rejected: number; pending: number; inbound: number; simulated: number }; hours: { hour: string; accepted: number; delivered: number; failed: number; inbound: number }[]; waiting: { toSend: number; scheduled: number; reports: number }; health: { part: string; state: 'OK' | 'DEGRADED' | 'DOWN'; detail: (string | null) }[] }
  }
  /** Read a route */
  'get-route': {
    params: { routeId: number }
    query: undefined
    body: undefined
    answer: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }
  }
  /** List routes */
  'get-routes': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }[]; nextCursor: (string | null) }
  }
  /** When a scheduled bulk goes out */
  'get-scheduled-sms-messages': {
    params: undefined
    query: { bulkId: string }
    body: undefined
    answer: { bulkId: string; sendAt: string }
  }
  /** How far a scheduled bulk is */
  'get-scheduled-sms-messages-status': {
    params: undefined
    query: { bulkId: string }
    body: undefined
    answer: { bulkId: string; status: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
  }
  /** What becomes of messages */
  'get-simulator-behaviour': {
    params: undefined
    query: undefined
    body: undefined
    answer: { defaults: { deliverAfterMs: number; lateAfterMs: number; refusalStatus: number; throttleTries: number; dropTries: number; undeliverableError: number; expiredError: number; answerText: string; answerAfterMs: number }; rules: { prefix?: string; endsWith?: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER'; parameters?: { afterMs?: number; receiptAfterMs?: number; commandStatus?: number; tries?: number; error?: number; state?: 'UNDELIVERABLE' | 'REJECTED' | 'DELETED' | 'UNKNOWN'; answerText?: string; answerAfterMs?: number } }[]; endings: { from: string; to: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER' }[] }
  }
  /** Virtual handsets with their last message */
  'get-simulator-handsets': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { number: string; messageCount: number; lastMessage: { messageId: string; number: string; correspondent: string; direction: 'TO_HANDSET' | 'FROM_HANDSET'; text: string; encoding: string; flash: boolean; partCount: number; partsMissing: number; state: string; systemId: string; at: string } }[]; cursor: { limit: number; nextCursor?: string } }
  }
  /** State and counters of the simulator */
  'get-simulator-health': {
    params: undefined
    query: undefined
    body: undefined
    answer: { ready: true; pid: number; smppPort: number; controlVersion: number; startedAt: string; links: { systemId: string; bind: string; interfaceVersion: string; boundAt: string }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; ignored: number; droppedLinks: number; delivered: number; failed: number; receiptsAcknowledged: number; receiptsAbandoned: number; inboundAcknowledged: number; inboundAbandoned: number; bindsAccepted: number; bindsRefused: number }; waiting: number; handsets: number; messages: number; journalOctets: number }
  }
  /** Messages of virtual handsets, newest first */
  'get-simulator-messages': {
    params: undefined
    query: { number?: string; messageId?: string; limit?: number; cursor?: string }
    body: undefined
    answer: { results: { messageId: string; number: string; correspondent: string; direction: 'TO_HANDSET' | 'FROM_HANDSET'; text: string; encoding: string; flash: boolean; partCount: number; partsMissing: number; state: string; systemId: string; at: string }[]; cursor: { limit: number; nextCursor?: string } }
  }
  /** Settings and links of the virtual operators */
  'get-simulator-operators': {
    params: undefined
    query: undefined
    body: undefined
    answer: { systemIdPrefix: string; operators: { systemId: string; settings: { refuseBinds: boolean; refuseAll: boolean; refusalStatus: number; deaf: boolean; messagesPerSecond: number; errorRate: number; errorStatus: number; responseAfterMs: number; windowSize: number; congestionState: (number | null); receiptShape: 'standard' | 'text_only' | 'tlv_only' | 'seconds' | 'joined' | 'shuffled' | 'undated' | 'extra_keys' | 'hex_id' | 'padded_id'; receiptPdu: 'deliver_sm' | 'data_sm'; messageIdForm: 'DECIMAL' | 'HEX' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8' }; links: number; waiting: number }[] }
  }
  /** Where reports and inbound messages of the account go */
  'get-webhooks': {
    params: undefined
    query: undefined
    body: undefined
    answer: { deliveryUrl: (string | null); inboundUrl: (string | null) }
  }
  /** List messages from handsets, newest first, for eight days */
  'list-inbound': {
    params: undefined
    query: { limit?: number; cursor?: string; from?: string; to?: string }
    body: undefined
    answer: { results: { id: string; channel: string; direction: 'MO'; from: string; to: string; text: (string | null); keyword: (string | null); parts: number; receivedAt: string; simulated: boolean }[]; nextCursor: (string | null) }
  }
  /** List messages sent from the account, newest first, for eight days */
  'list-messages': {
    params: undefined
    query: { limit?: number; cursor?: string; to?: string; sender?: string; status?: string; bulkId?: string; messageId?: string; since?: string; until?: string; scheduled?: boolean }
    body: undefined
    answer: { results: { id: string; messageId: string; bulkId: (string | null); channel: string; direction: 'MT'; sender: string; to: string; text: (string | null); binary: boolean; parts: number; status: { groupId: number; groupName: string; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: string; id: number; name: string; description: string; permanent: boolean }; mccMnc: (string | null); networkName: (string | null); price: { pricePerMessage: number; currency: string }; acceptedAt: string; sendAt: (string | null); sentAt: (string | null); doneAt: (string | null); simulated: boolean }[]; nextCursor: (string | null) }
  }
  /** What an API key can be allowed to do */
  'list-scopes': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { name: string; description: string }[] }
  }
  /** List senders */
  'list-senders': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; sender: string; kind: 'ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER'; createdAt: string }[]; nextCursor: (string | null) }
  }
  /** Confirm a conversion */
  'log-end-tag': {
    params: { messageId: string }
    query: undefined
    body: undefined
    answer: { processKey: string }
  }
  /** Log in to the portal */
  'portal-log-in': {
    params: undefined
    query: undefined
    body: { email: string; password: string }
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; isRoot: boolean; currency: string; state: 'trial' | 'active' | 'suspended' | 'closed' }; scopes: string[] }
  }
  /** Log out of the portal */
  'portal-log-out': {
    params: undefined
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Preview a message */
  'preview-sms-message': {
    params: undefined
    query: undefined
    body: { text: string; languageCode?: (string | null); transliteration?: (string | null) }
    answer: { originalText: string; previews: { textPreview: string; messageCount: number; charactersRemaining: number; configuration: { language?: { languageCode?: string }; transliteration?: string } }[] }
  }
  /** Move a scheduled bulk to another time */
  'reschedule-sms-messages': {
    params: undefined
    query: { bulkId: string }
    body: { sendAt: string }
    answer: { bulkId: string; sendAt: string }
  }
  /** Wipe messages, receipts and settings of the simulator */
  'reset-simulator': {
    params: undefined
    query: undefined
    body: undefined
    answer: { messages: number; waiting: number }
  }
  /** Make the links of a connection anew */
  'restart-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Send binary messages (older form) */
  'send-binary-sms-message': {
    params: undefined
    query: undefined
    body: { bulkId?: (string | null); sendingSpeedLimit?: ({ amount: number; timeUnit?: 'MINUTE' | 'HOUR' | 'DAY' } | null); messages: { from?: (string | null); destinations: { to: string; messageId?: (string | null) }[]; flash?: (boolean | null); callbackData?: (string | null); deliveryTimeWindow?: ({ days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from?: ({ hour: number; minute: number } | null); to?: ({ hour: number; minute: number } | null) } | null); intermediateReport?: (boolean | null); notifyContentType?: (string | null); notifyUrl?: (string | null); regional?: ({ indiaDlt?: ({ contentTemplateId?: (string | null); principalEntityId: string; telemarketerId?: (string | null) } | null); turkeyIys?: ({ brandCode?: (number | null); recipientType: 'BIREYSEL' | 'TACIR' } | null); southKorea?: ({ title?: (string | null); resellerCode?: (number | null) } | null) } | null); sendAt?: (string | null); validityPeriod?: (number | null); entityId?: (string | null); applicationId?: (string | null); campaignReferenceId?: (string | null); binary?: ({ hex: string; dataCoding?: (number | null); esmClass?: (number | null) } | null) }[] }
    answer: { bulkId?: string; messages: { messageId: string; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; to: string; smsCount?: number }[] }
  }
  /** Let a virtual handset write */
  'send-simulator-inbound': {
    params: undefined
    query: undefined
    body: { from: string; to: string; text?: string; dataCoding?: number; octets?: string; userDataHeader?: boolean; systemId?: string }
    answer: { messageId: string; systemId: string; partCount: number }
  }
  /** Send text messages (older form) */
  'send-sms-message': {
    params: undefined
    query: undefined
    body: { bulkId?: (string | null); sendingSpeedLimit?: ({ amount: number; timeUnit?: 'MINUTE' | 'HOUR' | 'DAY' } | null); messages: { from?: (string | null); destinations: { to: string; messageId?: (string | null) }[]; flash?: (boolean | null); callbackData?: (string | null); deliveryTimeWindow?: ({ days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from?: ({ hour: number; minute: number } | null); to?: ({ hour: number; minute: number } | null) } | null); intermediateReport?: (boolean | null); notifyContentType?: (string | null); notifyUrl?: (string | null); regional?: ({ indiaDlt?: ({ contentTemplateId?: (string | null); principalEntityId: string; telemarketerId?: (string | null) } | null); turkeyIys?: ({ brandCode?: (number | null); recipientType: 'BIREYSEL' | 'TACIR' } | null); southKorea?: ({ title?: (string | null); resellerCode?: (number | null) } | null) } | null); sendAt?: (string | null); validityPeriod?: (number | null); entityId?: (string | null); applicationId?: (string | null); campaignReferenceId?: (string | null); text?: (string | null); language?: ({ languageCode?: (string | null) } | null); transliteration?: (string | null) }[]; urlOptions?: ({ shortenUrl?: (boolean | null); trackClicks?: (boolean | null); trackingUrl?: (string | null); removeProtocol?: (boolean | null); customDomain?: (string | null) } | null); tracking?: ({ baseUrl?: (string | null); processKey?: (string | null); track?: (string | null); type?: (string | null) } | null); includeSmsCountInResponse?: (boolean | null) }
    answer: { bulkId?: string; messages: { messageId: string; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; to: string; smsCount?: number }[] }
  }
  /** Send a message by query parameters (deprecated) */
  'send-sms-message-over-query-parameters': {
    params: undefined
    query: { username?: string; password?: string; bulkId?: string; from?: string; to: string[]; flash?: (boolean | null); transliteration?: string; languageCode?: string; intermediateReport?: (boolean | null); notifyUrl?: string; notifyContentType?: string; callbackData?: string; validityPeriod?: (number | null); sendAt?: string; trackingType?: string; indiaDltContentTemplateId?: string; indiaDltPrincipalEntityId?: string; indiaDltTelemarketerId?: string; turkeyIysBrandCode?: (number | null); turkeyIysRecipientType?: string; southKoreaResellerCode?: (number | null); text?: string; track?: string; processKey?: string }
    body: undefined
    answer: { bulkId?: string; messages: { messageId: string; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; to: string; smsCount?: number }[] }
  }
  /** Send messages */
  'send-sms-messages': {
    params: undefined
    query: undefined
    body: { messages: { sender?: (string | null); destinations: { to: string; messageId?: (string | null); networkId?: (number | null) }[]; content: { text?: string; transliteration?: 'NONE' | 'TURKISH' | 'GREEK' | 'CYRILLIC' | 'SERBIAN_CYRILLIC' | 'BULGARIAN_CYRILLIC' | 'CENTRAL_EUROPEAN' | 'BALTIC' | 'PORTUGUESE' | 'COLOMBIAN' | 'NON_UNICODE' | 'ALL'; language?: ({ languageCode?: 'NONE' | 'TR' | 'ES' | 'PT' | 'AUTODETECT'; singleShift?: (boolean | null); lockingShift?: (boolean | null) } | null); hex?: string; dataCoding?: (number | null); esmClass?: (number | null) }; options?: ({ platform?: ({ entityId?: (string | null); applicationId?: (string | null) } | null); validityPeriod?: ({ amount: number; timeUnit?: 'SECONDS' | 'MINUTES' | 'HOURS' } | null); deliveryTimeWindow?: ({ days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from?: ({ hour: number; minute: number } | null); to?: ({ hour: number; minute: number } | null) } | null); campaignReferenceId?: (string | null); regional?: ({ indiaDlt?: ({ contentTemplateId?: (string | null); principalEntityId: string; telemarketerId?: (string | null) } | null); turkeyIys?: ({ brandCode?: (number | null); recipientType: 'BIREYSEL' | 'TACIR' } | null); southKorea?: ({ title?: (string | null); resellerCode?: (number | null) } | null) } | null); flash?: (boolean | null) } | null); webhooks?: ({ delivery?: ({ url?: (string | null); intermediateReport?: (boolean | null); notify?: (boolean | null) } | null); contentType?: (string | null); callbackData?: (string | null) } | null) }[]; options?: ({ schedule?: ({ bulkId?: (string | null); sendAt?: (string | null); sendingSpeedLimit?: ({ amount: number; timeUnit?: 'MINUTE' | 'HOUR' | 'DAY' } | null) } | null); tracking?: ({ shortenUrl?: (boolean | null); trackClicks?: (boolean | null); trackingUrl?: (string | null); removeProtocol?: (boolean | null); customDomain?: (string | null) } | null); includeSmsCountInResponse?: (boolean | null); conversionTracking?: ({ useConversionTracking?: (boolean | null); conversionTrackingName?: (string | null) } | null) } | null) }
    answer: { bulkId?: string; messages: { messageId: string; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; destination: string; details: { messageCount?: number } }[] }
  }
  /** Send a message by query parameters */
  'send-sms-messages-over-query-parameters': {
    params: undefined
    query: { bulkId?: string; from?: string; to: string[]; flash?: (boolean | null); transliteration?: string; languageCode?: string; intermediateReport?: (boolean | null); notifyUrl?: string; notifyContentType?: string; callbackData?: string; validityPeriod?: (number | null); sendAt?: string; trackingType?: string; indiaDltContentTemplateId?: string; indiaDltPrincipalEntityId?: string; indiaDltTelemarketerId?: string; turkeyIysBrandCode?: (number | null); turkeyIysRecipientType?: string; southKoreaResellerCode?: (number | null); text: string; includeSmsCountInResponse?: (boolean | null); trackingUrl?: string; southKoreaTitle?: string }
    body: undefined
    answer: { bulkId?: string; messages: { messageId: string; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; destination: string; details: { messageCount?: number } }[] }
  }
  /** Replace what becomes of messages */
  'set-simulator-behaviour': {
    params: undefined
    query: undefined
    body: { defaults?: { deliverAfterMs?: number; lateAfterMs?: number; refusalStatus?: number; throttleTries?: number; dropTries?: number; undeliverableError?: number; expiredError?: number; answerText?: string; answerAfterMs?: number }; rules?: { prefix?: string; endsWith?: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER'; parameters?: { afterMs?: number; receiptAfterMs?: number; commandStatus?: number; tries?: number; error?: number; state?: 'UNDELIVERABLE' | 'REJECTED' | 'DELETED' | 'UNKNOWN'; answerText?: string; answerAfterMs?: number } }[] }
    answer: { defaults: { deliverAfterMs: number; lateAfterMs: number; refusalStatus: number; throttleTries: number; dropTries: number; undeliverableError: number; expiredError: number; answerText: string; answerAfterMs: number }; rules: { prefix?: string; endsWith?: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER'; parameters?: { afterMs?: number; receiptAfterMs?: number; commandStatus?: number; tries?: number; error?: number; state?: 'UNDELIVERABLE' | 'REJECTED' | 'DELETED' | 'UNKNOWN'; answerText?: string; answerAfterMs?: number } }[]; endings: { from: string; to: string; behaviour: 'DELIVER' | 'UNDELIVERABLE' | 'REFUSE' | 'THROTTLE' | 'EXPIRE' | 'NO_RECEIPT' | 'RECEIPT_FIRST' | 'RECEIPT_TWICE' | 'RECEIPT_LATE' | 'DROP_LINK' | 'ANSWER' }[] }
  }
  /** Change a virtual operator, or drop its links */
  'set-simulator-operator': {
    params: undefined
    query: undefined
    body: { systemId?: string; settings?: { refuseBinds?: boolean; refuseAll?: boolean; refusalStatus?: number; deaf?: boolean; messagesPerSecond?: number; errorRate?: number; errorStatus?: number; responseAfterMs?: number; windowSize?: number; congestionState?: (number | null); receiptShape?: 'standard' | 'text_only' | 'tlv_only' | 'seconds' | 'joined' | 'shuffled' | 'undated' | 'extra_keys' | 'hex_id' | 'padded_id'; receiptPdu?: 'deliver_sm' | 'data_sm'; messageIdForm?: 'DECIMAL' | 'HEX' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet?: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8' }; dropLinks?: boolean; credentials?: { systemIdPrefix?: string; password?: string } }
    answer: { systemIdPrefix: string; operators: { systemId: string; settings: { refuseBinds: boolean; refuseAll: boolean; refusalStatus: number; deaf: boolean; messagesPerSecond: number; errorRate: number; errorStatus: number; responseAfterMs: number; windowSize: number; congestionState: (number | null); receiptShape: 'standard' | 'text_only' | 'tlv_only' | 'seconds' | 'joined' | 'shuffled' | 'undated' | 'extra_keys' | 'hex_id' | 'padded_id'; receiptPdu: 'deliver_sm' | 'data_sm'; messageIdForm: 'DECIMAL' | 'HEX' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet: 'gsm7' | 'gsm7-packed' | 'latin1' | 'ascii' | 'utf8' }; links: number; waiting: number }[] }
  }
  /** Try settings before saving them */
  'test-operator-connection': {
    params: undefined
    query: undefined
    body: { name?: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls?: { enabled?: boolean; verify?: boolean; ca?: (string | null) }; systemId: string; systemType?: string; bindType?: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds?: number; windowSize?: number; messagesPerSecond?: (number | null); enquireLinkSeconds?: number; responseTimeoutSeconds?: number; receipts?: { idForm?: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; clockOffsetMinutes?: number }; encoding?: { defaultAlphabet?: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation?: 'UDH' | 'SAR'; sourceTon?: (number | null); sourceNpi?: (number | null); serviceType?: string }; enabled?: boolean; password?: (string | null); connectionId?: (number | null) }
    answer: { succeeded: boolean; outcome: 'BOUND' | 'NAME_NOT_RESOLVED' | 'REFUSED' | 'UNREACHABLE' | 'TIMED_OUT' | 'TLS_FAILED' | 'WRONG_PASSWORD' | 'WRONG_SYSTEM_ID' | 'ALREADY_BOUND' | 'BIND_REFUSED' | 'NO_ANSWER' | 'CLOSED' | 'FAILED'; text: string; whatToDo: (string | null); commandStatus: (string | null); peerSystemId: (string | null); tookMs: number }
  }
  /** Change an API key */
  'update-api-key': {
    params: { apiKeyId: string }
    query: undefined
    body: { accountId?: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; permissions?: ('PUBLIC_API' | '2FA_CLIENT' | 'WEB_SDK')[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[]; name?: string; enabled?: boolean }
    answer: { id: string; apiKeySecret?: string; accountId: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: string[]; platform: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids: string[] }
  }
  /** Change my name, language or password */
  'update-me': {
    params: undefined
    query: undefined
    body: { name?: string; locale?: string; password?: string; currentPassword?: string }
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; isRoot: boolean; currency: string; state: 'trial' | 'active' | 'suspended' | 'closed' }; scopes: string[] }
  }
  /** Change an operator connection */
  'update-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: { name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls?: { enabled?: boolean; verify?: boolean; ca?: (string | null) }; systemId: string; systemType?: string; bindType?: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds?: number; windowSize?: number; messagesPerSecond?: (number | null); enquireLinkSeconds?: number; responseTimeoutSeconds?: number; receipts?: { idForm?: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; clockOffsetMinutes?: number }; encoding?: { defaultAlphabet?: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation?: 'UDH' | 'SAR'; sourceTon?: (number | null); sourceNpi?: (number | null); serviceType?: string }; enabled?: boolean; password?: (string | null) }
    answer: { id: number; name: string; kind: 'SMPP_CLIENT'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Change a route */
  'update-route': {
    params: { routeId: number }
    query: undefined
    body: { name: string; channel?: 'SMS'; prefix: string; connectionId: number; priority?: number; enabled?: boolean }
    answer: { id: number; name: string; channel: 'SMS'; prefix: string; connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; enabled: boolean; createdAt: string; updatedAt: string }
  }
  /** Pause, resume or cancel a scheduled bulk */
  'update-scheduled-sms-messages-status': {
    params: undefined
    query: { bulkId: string }
    body: { status: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
    answer: { bulkId: string; status: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
  }
  /** Say where reports and inbound messages of the account go */
  'update-webhooks': {
    params: undefined
    query: undefined
    body: { deliveryUrl: (string | null); inboundUrl: (string | null) }
    answer: { deliveryUrl: (string | null); inboundUrl: (string | null) }
  }
}

export const addresses: { readonly [Id in keyof Operations]: readonly [method: string, path: string] } = {
  'create-api-key': ['POST', '/settings/2/api-keys'],
  'create-oauth2-token': ['POST', '/auth/1/oauth2/token'],
  'create-operator-connection': ['POST', '/operators/1/connections'],
  'create-route': ['POST', '/operators/1/routes'],
  'create-sender': ['POST', '/accounts/1/senders'],
  'create-session': ['POST', '/auth/1/session'],
  'delete-api-key': ['DELETE', '/accounts/1/api-keys/{id}'],
  'delete-operator-connection': ['DELETE', '/operators/1/connections/{connectionId}'],
  'delete-route': ['DELETE', '/operators/1/routes/{routeId}'],
  'delete-sender': ['DELETE', '/accounts/1/senders/{id}'],
  'destroy-session': ['DELETE', '/auth/1/session'],
  'explain-route': ['GET', '/operators/1/routes/explain'],
  'get-account-balance': ['GET', '/account/1/balance'],
  'get-api-key': ['GET', '/settings/2/api-keys/{apiKeyId}'],
  'get-api-keys-by-filter': ['GET', '/settings/2/api-keys'],
  'get-inbound-sms-messages': ['GET', '/sms/1/inbox/reports'],
  'get-me': ['GET', '/accounts/1/me'],
  'get-message': ['GET', '/messaging/1/messages/{id}'],
  'get-operator-connection': ['GET', '/operators/1/connections/{connectionId}'],
  'get-operator-connection-state': ['GET', '/operators/1/connections/{connectionId}/state'],
  'get-operator-connections': ['GET', '/operators/1/connections'],
  'get-outbound-sms-message-delivery-reports': ['GET', '/sms/1/reports'],
  'get-outbound-sms-message-delivery-reports-v3': ['GET', '/sms/3/reports'],
  'get-outbound-sms-message-logs': ['GET', '/sms/1/logs'],
  'get-outbound-sms-message-logs-v3': ['GET', '/sms/3/logs'],
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
  'log-end-tag': ['POST', '/ct/1/log/end/{messageId}'],
  'portal-log-in': ['POST', '/accounts/1/login'],
  'portal-log-out': ['POST', '/accounts/1/logout'],
  'preview-sms-message': ['POST', '/sms/1/preview'],
  'reschedule-sms-messages': ['PUT', '/sms/1/bulks'],
  'reset-simulator': ['POST', '/simulator/1/reset'],
  'restart-operator-connection': ['POST', '/operators/1/connections/{connectionId}/restart'],
  'send-binary-sms-message': ['POST', '/sms/2/binary/advanced'],
  'send-simulator-inbound': ['POST', '/simulator/1/inbound'],
  'send-sms-message': ['POST', '/sms/2/text/advanced'],
  'send-sms-message-over-query-parameters': ['GET', '/sms/1/text/query'],
  'send-sms-messages': ['POST', '/sms/3/messages'],
  'send-sms-messages-over-query-parameters': ['GET', '/sms/3/text/query'],
  'set-simulator-behaviour': ['PUT', '/simulator/1/behaviour'],
  'set-simulator-operator': ['POST', '/simulator/1/operator'],
  'test-operator-connection': ['POST', '/operators/1/connections/test'],
  'update-api-key': ['PUT', '/settings/2/api-keys/{apiKeyId}'],
  'update-me': ['PUT', '/accounts/1/me'],
  'update-operator-connection': ['PUT', '/operators/1/connections/{connectionId}'],
  'update-route': ['PUT', '/operators/1/routes/{routeId}'],
  'update-scheduled-sms-messages-status': ['PUT', '/sms/1/bulks/status'],
  'update-webhooks': ['PUT', '/messaging/1/webhooks'],
}
