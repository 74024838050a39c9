// Made by scripts/generate-client.ts from the OpenAPI document of the server. Do not edit; run it again.

export interface Operations {
  /** Accept an invitation */
  'accept-invitation': {
    params: undefined
    query: undefined
    body: { token: string; password?: string; name?: string; locale?: string }
    answer: { email: string }
  }
  /** Put numbers on the list of a country */
  'add-do-not-contact': {
    params: { country: string }
    query: undefined
    body: { numbers: string[] }
    answer: { changed: number }
  }
  /** Add prices to a list */
  'add-prices': {
    params: { listId: number }
    query: undefined
    body: { prices: { kind?: 'BASE' | 'SURCHARGE'; name?: string; channel?: (string | null); direction?: 'MT' | 'MO'; country?: (string | null); network?: (string | null); senderKind?: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER' | null); unit?: 'PART' | 'MESSAGE'; amount: (string | null); validFrom?: string }[] }
    answer: { added: number }
  }
  /** Let an account right below buy by a price list from a time on */
  'assign-price-list': {
    params: { account: string }
    query: undefined
    body: { listId: (number | null); validFrom?: string }
    answer: { account: string; accountName: string; currency: string; balance: string; prepaid: boolean; creditLimit: (string | null); paidBy: 'SELF' | 'PARENT'; zone: string; alertsBelow: string[]; priceLists: { listId: (number | null); name: (string | null); validFrom: string }[] }
  }
  /** Change my address */
  'begin-email-change': {
    params: undefined
    query: undefined
    body: { email: string; password: string }
    answer: undefined
  }
  /** Send a code to a number */
  'begin-number-verification': {
    params: undefined
    query: undefined
    body: { number: string }
    answer: { id: string; number: string; verifiedAt: (string | null); createdAt: string }
  }
  /** Set up a passkey: what the browser is to make */
  'begin-passkey': {
    params: undefined
    query: undefined
    body: undefined
    answer: { challenge: string; passkey: Record<string, unknown>; expiresAt: string }
  }
  /** Show who I am by a passkey: what to sign */
  'begin-passkey-proof': {
    params: undefined
    query: undefined
    body: undefined
    answer: { challenge: string; passkey: Record<string, unknown>; expiresAt: string }
  }
  /** Ask for a link to choose a new password */
  'begin-password-reset': {
    params: undefined
    query: undefined
    body: { email: string }
    answer: undefined
  }
  /** Set up an authenticator app */
  'begin-totp': {
    params: undefined
    query: undefined
    body: { name: string }
    answer: { id: number; secret: string; uri: string }
  }
  /** Post something to a catcher */
  'catch-request': {
    params: { id: string }
    query: undefined
    body: unknown
    answer: { caught: boolean }
  }
  /** Change name, holder, branding or region of an account */
  'change-account': {
    params: { accountKey: string }
    query: undefined
    body: { ambiguous?: 'RESEND' | 'HOLD'; person?: ('NATURAL' | 'LEGAL' | null); country?: (string | null); branding?: { displayName?: (string | null); color?: (string | null); logoUrl?: (string | null); supportEmail?: (string | null) }; dataRegion?: (string | null); name?: string }
    answer: { key: string; parentKey: (string | null); name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; depth: number; state: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; relation: 'OWN' | 'CUSTOMER'; person: ('NATURAL' | 'LEGAL' | null); country: (string | null); declaredOfAge: boolean; branding: { displayName: (string | null); color: (string | null); logoUrl: (string | null); supportEmail: (string | null) }; dataRegion: (string | null); ambiguous: 'RESEND' | 'HOLD'; trialEndsAt: (string | null); pausedUntil: (string | null); createdAt: string; closedAt: (string | null); history: { from: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; to: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; reason: string; by: 'PERSON' | 'SOFTWARE' | 'INSTALLATION'; fromAccountKey: (string | null); changedAt: string }[] }
  }
  /** Suspend, resume, activate or close an account */
  'change-account-state': {
    params: { accountKey: string }
    query: undefined
    body: { state: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; reason: string }
    answer: { key: string; parentKey: (string | null); name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; depth: number; state: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; relation: 'OWN' | 'CUSTOMER'; person: ('NATURAL' | 'LEGAL' | null); country: (string | null); declaredOfAge: boolean; branding: { displayName: (string | null); color: (string | null); logoUrl: (string | null); supportEmail: (string | null) }; dataRegion: (string | null); ambiguous: 'RESEND' | 'HOLD'; trialEndsAt: (string | null); pausedUntil: (string | null); createdAt: string; closedAt: (string | null); history: { from: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; to: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; reason: string; by: 'PERSON' | 'SOFTWARE' | 'INSTALLATION'; fromAccountKey: (string | null); changedAt: string }[] }
  }
  /** Empty the mailbox */
  'clear-simulator-mails': {
    params: undefined
    query: undefined
    body: undefined
    answer: { mails: number }
  }
  /** Say the code that was sent to a number */
  'confirm-number-verification': {
    params: { id: string }
    query: undefined
    body: { code: string }
    answer: { id: string; number: string; verifiedAt: (string | null); createdAt: string }
  }
  /** Confirm an address and choose a password */
  'confirm-sign-up': {
    params: undefined
    query: undefined
    body: { token: string; password: string }
    answer: { email: string }
  }
  /** Finish setting up an authenticator app */
  'confirm-totp': {
    params: { id: number }
    query: undefined
    body: { code: string }
    answer: { factor: { id: number; kind: 'TOTP' | 'PASSKEY'; name: string; createdAt: string; lastUsedAt: (string | null) }; recoveryCodes: string[] }
  }
  /** Make an account below the own one */
  'create-account': {
    params: undefined
    query: undefined
    body: { ambiguous?: 'RESEND' | 'HOLD'; person?: ('NATURAL' | 'LEGAL' | null); country?: (string | null); branding?: { displayName?: (string | null); color?: (string | null); logoUrl?: (string | null); supportEmail?: (string | null) }; dataRegion?: (string | null); name: string; kind: 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; parentKey?: string; declaredOfAge?: boolean }
    answer: { key: string; parentKey: (string | null); name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; depth: number; state: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; relation: 'OWN' | 'CUSTOMER'; person: ('NATURAL' | 'LEGAL' | null); country: (string | null); declaredOfAge: boolean; branding: { displayName: (string | null); color: (string | null); logoUrl: (string | null); supportEmail: (string | null) }; dataRegion: (string | null); ambiguous: 'RESEND' | 'HOLD'; trialEndsAt: (string | null); pausedUntil: (string | null); createdAt: string; closedAt: (string | null) }
  }
  /** Make an API key */
  'create-api-key': {
    params: undefined
    query: undefined
    body: { accountId?: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; permissions?: ('PUBLIC_API' | '2FA_CLIENT' | 'WEB_SDK')[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[]; name: string }
    answer: { id: string; apiKeySecret?: string; accountId: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: string[]; platform: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids: string[] }
  }
  /** Make an API key of an account (deprecated) */
  'create-api-key-deprecated': {
    params: { accountKey: string }
    query: undefined
    body: { allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: ('ALL' | 'TFA' | 'PUSH_CLIENT' | 'PEOPLE_EVENTS_PUBLIC_CLIENT' | 'EXTERNAL_INTEGRATIONS')[]; name: string }
    answer: { key: string; publicApiKey?: string; accountKey: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: ('ALL' | 'TFA' | 'PUSH_CLIENT' | 'PEOPLE_EVENTS_PUBLIC_CLIENT' | 'EXTERNAL_INTEGRATIONS')[] }
  }
  /** Make an application */
  'create-application': {
    params: undefined
    query: undefined
    body: { applicationName?: string; applicationId: string }
    answer: undefined
  }
  /** Put numbers on the blocklist */
  'create-blocklists': {
    params: undefined
    query: undefined
    body: { blocklist: { destinations: { to: string }[]; sender?: string; accountKey?: string; channel?: 'SMS' | 'EMAIL' | 'VIBER' | 'RCS' | 'MMS' | 'WHATSAPP' }[] }
    answer: undefined
  }
  /** Make an address that keeps what is posted to it for a day */
  'create-catcher': {
    params: undefined
    query: undefined
    body: undefined
    answer: { id: string; url: string; madeAt: string; expiresAt: string }
  }
  /** Correct an invoice or a receipt by a credit note, whole or in part */
  'create-credit-note': {
    params: { id: string }
    query: undefined
    body: { netAmount?: string; reason: string }
    answer: { document: { id: string; kind: 'INVOICE' | 'RECEIPT' | 'STATEMENT' | 'CREDIT_NOTE'; number: string; account: string; accountName: string; issuedOn: string; dueOn: (string | null); periodFrom: string; periodTo: string; currency: string; net: string; vat: string; rounding: string; payable: string; settled: (string | null); credited: string; state: 'DUE' | 'OVERDUE' | 'PAID' | 'CHALLENGED' | 'NONE' }; moneyBack: 'NONE' | 'SENT' | 'BY_HAND' }
  }
  /** Enter a payment that a customer made at your bank */
  'create-customer-payment': {
    params: { account: string }
    query: undefined
    body: { amount: string; receivedOn: string; reference: string; invoiceId?: string }
    answer: { id: string; receiptId: (string | null) }
  }
  /** Challenge a bill, or lines of it */
  'create-dispute': {
    params: { id: string }
    query: undefined
    body: { reason: string; lines?: number[] }
    answer: { id: string; invoiceId: string; account: string; accountName: string; lines: (number[] | null); reason: string; state: 'OPEN' | 'UPHELD' | 'REFUSED' | 'WITHDRAWN'; openedAt: string; decision: (string | null); decidedAt: (string | null); creditNoteId: (string | null) }
  }
  /** Make an entity */
  'create-entity': {
    params: undefined
    query: undefined
    body: { entityName?: string; entityId: string }
    answer: undefined
  }
  /** Invite somebody */
  'create-invitation': {
    params: undefined
    query: undefined
    body: { email: string; roleId: string; locale?: string }
    answer: { id: number; email: string; role: { id: string; name: string }; invitedBy: (string | null); sentAt: string; expiresAt: string; isOver: boolean }
  }
  /** Get a bearer token */
  'create-oauth2-token': {
    params: undefined
    query: { client_id?: string; client_secret?: string; grant_type?: string }
    body: { client_id?: string; client_secret?: string; grant_type?: string }
    answer: { access_token: string; expires_in: number; token_type: string }
  }
  /** Create an operator connection */
  'create-operator-connection': {
    params: undefined
    query: undefined
    body: { name: string; kind: 'SMPP_CLIENT' | 'HTTP'; host?: string; port?: number; tls?: { enabled?: boolean; verify?: boolean; ca?: (string | null) }; systemId?: string; systemType?: string; bindType?: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds?: number; windowSize?: number; messagesPerSecond?: (number | null); enquireLinkSeconds?: number; responseTimeoutSeconds?: number; receipts?: { idForm?: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; clockOffsetMinutes?: number }; encoding?: { defaultAlphabet?: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation?: 'UDH' | 'SAR'; sourceTon?: (number | null); sourceNpi?: (number | null); serviceType?: string }; vendor?: (string | null); dialect?: { alphanumericSender?: ({ ton: number; npi: number } | null); longNumberSender?: ({ ton: number; npi: number } | null); shortCodeSender?: ({ ton: number; npi: number } | null); recipient?: ({ ton: number; npi: number } | null); validity?: 'RELATIVE' | 'ABSOLUTE' | 'NONE'; congestionStatuses?: number[]; unmarkedReceipts?: boolean }; http?: ({ preset: 'INFOBIP' | 'TWILIO' | 'VONAGE' | 'GENERIC'; url?: (string | null); reports?: 'PUSH' | 'PULL' | 'NONE'; signature?: 'NONE' | 'MD5_HASH' | 'HMAC_MD5' | 'HMAC_SHA1' | 'HMAC_SHA256' | 'HMAC_SHA512'; generic?: ({ method: 'POST' | 'PUT' | 'GET'; url: string; contentType: 'application/json' | 'application/x-www-form-urlencoded' | 'text/xml' | 'text/plain'; headers: { name: string; value: string }[]; body: (string | null); idAt: string; errorAt: (string | null); errors: { code: string; meaning: 'PERMANENT' | 'TEMPORARY' | 'CONGESTION' | 'UNUSABLE'; reason?: 'SENDER' | 'RECIPIENT' | 'LENGTH' | 'OTHER' }[]; callbackListAt: (string | null); callbackReply: (string | null); receipt: ({ idAt: string; statusAt: string; states: { word: string; state: 'ENROUTE' | 'ACCEPTED' | 'DELIVERED' | 'EXPIRED' | 'DELETED' | 'UNDELIVERABLE' | 'REJECTED' | 'UNKNOWN' }[]; errorAt: (string | null) } | null); inbound: ({ fromAt: string; toAt: string; textAt: string } | null); signature: ({ header: string; method: 'HMAC_SHA256_HEX' | 'HMAC_SHA256_BASE64' | 'PLAIN' } | null) } | null) } | null); enabled?: boolean; password: string; signatureSecret?: (string | null) }
    answer: { id: number; name: string; kind: 'SMPP_CLIENT' | 'HTTP'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; signatureSecretSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; vendor: (string | null); dialect: { alphanumericSender: ({ ton: number; npi: number } | null); longNumberSender: ({ ton: number; npi: number } | null); shortCodeSender: ({ ton: number; npi: number } | null); recipient: ({ ton: number; npi: number } | null); validity: 'RELATIVE' | 'ABSOLUTE' | 'NONE'; congestionStatuses: number[]; unmarkedReceipts: boolean }; http: ({ preset: 'INFOBIP' | 'TWILIO' | 'VONAGE' | 'GENERIC'; url: string; reports: 'PUSH' | 'PULL' | 'NONE'; signature: 'NONE' | 'MD5_HASH' | 'HMAC_MD5' | 'HMAC_SHA1' | 'HMAC_SHA256' | 'HMAC_SHA512'; generic: ({ method: 'POST' | 'PUT' | 'GET'; url: string; contentType: 'application/json' | 'application/x-www-form-urlencoded' | 'text/xml' | 'text/plain'; headers: { name: string; value: string }[]; body: (string | null); idAt: string; errorAt: (string | null); errors: { code: string; meaning: 'PERMANENT' | 'TEMPORARY' | 'CONGESTION' | 'UNUSABLE'; reason?: 'SENDER' | 'RECIPIENT' | 'LENGTH' | 'OTHER' }[]; callbackListAt: (string | null); callbackReply: (string | null); receipt: ({ idAt: string; statusAt: string; states: { word: string; state: 'ENROUTE' | 'ACCEPTED' | 'DELIVERED' | 'EXPIRED' | 'DELETED' | 'UNDELIVERABLE' | 'REJECTED' | 'UNKNOWN' }[]; errorAt: (string | null) } | null); inbound: ({ fromAt: string; toAt: string; textAt: string } | null); signature: ({ header: string; method: 'HMAC_SHA256_HEX' | 'HMAC_SHA256_BASE64' | 'PLAIN' } | null) } | null) } | null); enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Make a price list */
  'create-price-list': {
    params: undefined
    query: undefined
    body: { name: string; currency: string; connectionId?: (number | null) }
    answer: { id: number; name: string; currency: string; connectionId: (number | null); connectionName: (string | null); prices: number; accounts: number; createdAt: string }
  }
  /** Make a notification profile */
  'create-profile': {
    params: undefined
    query: undefined
    body: { profileId: string; webhook?: { contentType?: string; notifyUrl: string }; clientCertificateId?: string; maxBucketSize?: number; windowSize?: number; connectTimeout?: number; readTimeout?: number; enabledSSLProtocols?: ('TLSv1.2' | 'TLSv1.3')[]; headers?: Record<string, string>; responseRegex?: string; responseBodyRegex?: string; rateLimit?: number; security?: { authId: string; type?: 'BASIC' | 'HMAC' | 'OAUTH' | 'CUSTOM'; credentials?: { username?: string; password?: string; secretKey?: string; algorithm?: 'HMAC_MD5' | 'HMAC_SHA_1' | 'HMAC_SHA_224' | 'HMAC_SHA_256' | 'HMAC_SHA_384' | 'HMAC_SHA_512'; tokenUrl?: string; clientId?: string; clientSecret?: string; grantType?: string; scope?: string; resource?: string; refreshToken?: string; headers?: Record<string, string> } } }
    answer: { profileId: string; security?: { authId: string } }
  }
  /** Propose to suspend an account, or to delete that of somebody under 16 */
  'create-proposal': {
    params: undefined
    query: undefined
    body: { accountKey: string; kind: 'SUSPEND' | 'DELETE_UNDER_AGE'; reason: string; evidence: string }
    answer: { id: string; accountKey: string; accountName: string; kind: 'SUSPEND' | 'DELETE_UNDER_AGE'; reason: string; evidence: string; by: 'PERSON' | 'SOFTWARE' | 'INSTALLATION'; madeAt: string; decision: ('CONFIRMED' | 'DISMISSED' | null); decisionReason: (string | null); decidedAt: (string | null) }
  }
  /** Make new recovery codes */
  'create-recovery-codes': {
    params: undefined
    query: undefined
    body: undefined
    answer: { recoveryCodes: string[] }
  }
  /** Associate a number or name with an application and an entity */
  'create-resource-association': {
    params: undefined
    query: undefined
    body: { resourceType: 'NUMBER' | 'DOMAIN' | 'ALPHA' | 'RCS_RESOURCE' | 'APPLE_RESOURCE'; channel: 'SMS' | 'MMS' | 'EMAIL' | 'WHATSAPP' | 'RCS' | 'APPLE'; applicationId: string; resourceId: string; entityId: string }
    answer: undefined
  }
  /** Make a role */
  'create-role': {
    params: undefined
    query: undefined
    body: { name: string; description?: string; scopes: string[] }
    answer: { id: string; name: string; description: string; builtIn: boolean; scopes: string[]; members: number }
  }
  /** Create a route */
  'create-route': {
    params: undefined
    query: undefined
    body: { name: string; channel?: 'SMS'; prefix: string; countries?: string[]; networks?: string[]; accountKeys?: string[]; withSubAccounts?: boolean; senderKinds?: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER')[]; senders?: string[]; contentClasses?: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; timeWindows?: { days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from: string; to: string }[]; timeZone?: string; validFrom?: (string | null); validUntil?: (string | null); connectionId: number; priority?: number; selection?: 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'; weight?: number; retryOn?: ('NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER')[]; retryOnReceipt?: boolean; enabled?: boolean }
    answer: { id: number; name: string; channel: 'SMS'; prefix: string; countries: string[]; networks: string[]; accountKeys: string[]; accountNames: string[]; withSubAccounts: boolean; senderKinds: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER')[]; senders: string[]; contentClasses: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; timeWindows: { days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from: string; to: string }[]; timeZone: string; validFrom: (string | null); validUntil: (string | null); connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; selection: 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'; weight: number; retryOn: ('NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER')[]; retryOnReceipt: boolean; enabled: boolean; createdAt: string; updatedAt: string }
  }
  /** Make security settings */
  'create-security-settings': {
    params: undefined
    query: undefined
    body: { authId: string; type?: 'BASIC' | 'HMAC' | 'OAUTH' | 'CUSTOM'; credentials?: { username?: string; password?: string; secretKey?: string; algorithm?: 'HMAC_MD5' | 'HMAC_SHA_1' | 'HMAC_SHA_224' | 'HMAC_SHA_256' | 'HMAC_SHA_384' | 'HMAC_SHA_512'; tokenUrl?: string; clientId?: string; clientSecret?: string; grantType?: string; scope?: string; resource?: string; refreshToken?: string; headers?: Record<string, string> } }
    answer: { authId: string }
  }
  /** Register a sender */
  'create-sender': {
    params: undefined
    query: undefined
    body: { sender: string }
    answer: { id: number; sender: string; kind: 'ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER'; createdAt: string }
  }
  /** Make a sending strategy */
  'create-sending-strategy-v2': {
    params: undefined
    query: undefined
    body: { platform?: { entityId?: string; applicationId?: string }; channel?: string; destinationCountryCode?: string; priorities?: { senderType: 'ALPHANUMERIC' | 'VIRTUAL_LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE_NUMBER'; priority: number }[]; useStickySender?: boolean; useGeolocatedSender?: boolean }
    answer: { sendingStrategyId: string }
  }
  /** Log in for an IBSSO token */
  'create-session': {
    params: undefined
    query: undefined
    body: { username: string; password: string; unsafe?: boolean }
    answer: { token: string }
  }
  /** Make an SMPP user */
  'create-smpp-user': {
    params: undefined
    query: undefined
    body: { systemId: string; name?: (string | null); enabled?: boolean; allowedAddresses?: string[]; tlsOnly?: boolean; bindKinds?: ('TRANSMITTER' | 'RECEIVER' | 'TRANSCEIVER')[]; bindsMax?: number; window?: number; deliveryWindow?: number; partsPerSecond?: number; version?: '3.4' | '5.0'; alphabet?: 'GSM7' | 'GSM7_PACKED' | 'LATIN1' | 'ASCII' | 'UTF8'; messageIds?: 'UUID' | 'HEX' | 'DECIMAL'; receipts?: { text?: 'MINUTES' | 'SECONDS' | 'NONE'; messageIds?: 'UUID' | 'HEX' | 'DECIMAL'; parameters?: boolean; networkError?: boolean }; senderPolicy?: 'AS_SENT' | 'WHEN_EMPTY' | 'ALWAYS'; sender?: (string | null); inboundNumbers?: string[]; allInbound?: boolean; longInbound?: 'SEGMENTS' | 'PAYLOAD' }
    answer: ({ id: string; systemId: string; name: (string | null); enabled: boolean; allowedAddresses: string[]; tlsOnly: boolean; bindKinds: ('TRANSMITTER' | 'RECEIVER' | 'TRANSCEIVER')[]; bindsMax: number; window: number; deliveryWindow: number; partsPerSecond: number; version: '3.4' | '5.0'; alphabet: 'GSM7' | 'GSM7_PACKED' | 'LATIN1' | 'ASCII' | 'UTF8'; messageIds: 'UUID' | 'HEX' | 'DECIMAL'; receipts: { text: 'MINUTES' | 'SECONDS' | 'NONE'; messageIds: 'UUID' | 'HEX' | 'DECIMAL'; parameters: boolean; networkError: boolean }; senderPolicy: 'AS_SENT' | 'WHEN_EMPTY' | 'ALWAYS'; sender: (string | null); inboundNumbers: string[]; allInbound: boolean; longInbound: 'SEGMENTS' | 'PAYLOAD'; binds: number; boundAt: (string | null); createdAt: string; changedAt: string } & { password: string })
  }
  /** Make a subscription */
  'create-subscription': {
    params: { channel: 'SMS' | 'AGENT_OS' | 'APPLE_MESSAGES_FOR_BUSINESS' | 'BLOCKLIST' | 'CUSTOMER_ENGAGEMENT' | 'EMAIL' | 'FACEBOOK' | 'KAKAO_ALIM' | 'KAKAO_BRAND_MESSAGE' | 'LINE' | 'MMS' | 'MOBILE_IDENTITY' | 'MOBILE_PUSH' | 'NUMBER_LOOKUP' | 'OPEN_CHANNEL' | 'RCS' | 'REGISTRATION' | 'VIBER' | 'VOICE_VIDEO' | 'WEB_PUSH' | 'WHATSAPP' | 'ZALO' }
    query: undefined
    body: { subscriptionId: string; name?: string; events: (string | { event: string; format: string })[]; criteria?: { applicationId?: string; entityId?: string; callsConfigurationId?: string }[]; resources?: string[]; users?: string[]; profile: { profileId: string; webhook?: { contentType?: string; notifyUrl: string }; clientCertificateId?: string; maxBucketSize?: number; windowSize?: number; connectTimeout?: number; readTimeout?: number; enabledSSLProtocols?: ('TLSv1.2' | 'TLSv1.3')[]; headers?: Record<string, string>; responseRegex?: string; responseBodyRegex?: string; rateLimit?: number; security?: { authId: string; type?: 'BASIC' | 'HMAC' | 'OAUTH' | 'CUSTOM'; credentials?: { username?: string; password?: string; secretKey?: string; algorithm?: 'HMAC_MD5' | 'HMAC_SHA_1' | 'HMAC_SHA_224' | 'HMAC_SHA_256' | 'HMAC_SHA_384' | 'HMAC_SHA_512'; tokenUrl?: string; clientId?: string; clientSecret?: string; grantType?: string; scope?: string; resource?: string; refreshToken?: string; headers?: Record<string, string> } } } }
    answer: { subscriptionId: string; profile: { profileId: string; security?: { authId: string } } }
  }
  /** Begin a payment by card, for the balance or for an invoice */
  'create-top-up': {
    params: undefined
    query: undefined
    body: { amount?: string; invoiceId?: string }
    answer: { id: string; provider: 'STRIPE' | 'SIMULATED'; invoiceId: (string | null); currency: string; net: string; vat: string; payable: string; state: 'BEGUN' | 'PAID' | 'FAILED' | 'EXPIRED'; address: (string | null); receiptId: (string | null); begunAt: string }
  }
  /** Decide a dispute of a customer */
  'decide-dispute': {
    params: { id: string }
    query: undefined
    body: { upheld: boolean; netAmount?: string; text: string }
    answer: { id: string; invoiceId: string; account: string; accountName: string; lines: (number[] | null); reason: string; state: 'OPEN' | 'UPHELD' | 'REFUSED' | 'WITHDRAWN'; openedAt: string; decision: (string | null); decidedAt: (string | null); creditNoteId: (string | null); moneyBack: 'NONE' | 'SENT' | 'BY_HAND' }
  }
  /** Confirm or dismiss a proposal */
  'decide-proposal': {
    params: { id: string }
    query: undefined
    body: { decision: 'CONFIRMED' | 'DISMISSED'; reason: string }
    answer: { id: string; accountKey: string; accountName: string; kind: 'SUSPEND' | 'DELETE_UNDER_AGE'; reason: string; evidence: string; by: 'PERSON' | 'SOFTWARE' | 'INSTALLATION'; madeAt: string; decision: ('CONFIRMED' | 'DISMISSED' | null); decisionReason: (string | null); decidedAt: (string | null) }
  }
  /** Decide about a registration */
  'decide-sender-registration': {
    params: { registrationId: number }
    query: undefined
    body: { decision: 'APPROVED' | 'REJECTED'; answer?: string; expiresAt?: (string | null) }
    answer: { id: number; accountKey: string; sender: string; kind: 'ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE'; country: string; state: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'EXPIRED'; details: Record<string, string>; note: (string | null); answer: (string | null); requestedAt: string; decidedAt: (string | null); expiresAt: (string | null) }
  }
  /** Revoke an API key */
  'delete-api-key': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Delete an application */
  'delete-application': {
    params: { applicationId: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Take numbers off the blocklist */
  'delete-blocklists': {
    params: undefined
    query: undefined
    body: { blocklist: { destinations: { to: string }[]; sender?: string; accountKey?: string; channel?: 'SMS' | 'EMAIL' | 'VIBER' | 'RCS' | 'MMS' | 'APPLE_MB' | 'WHATSAPP'; sourceType?: 'CUSTOM' | 'MO' | 'URL_OPT_OUT' | 'CAMPAIGN' }[] }
    answer: undefined
  }
  /** Delete a catcher with what it caught */
  'delete-catcher': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Delete a client certificate */
  'delete-certificate': {
    params: { certificateId: string }
    query: undefined
    body: undefined
    answer: { certificateId: string }
  }
  /** Delete an entity */
  'delete-entity': {
    params: { entityId: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Leave numbers to the numbering plan again */
  'delete-number-network': {
    params: { prefix: string }
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
  /** Take a price list out of use */
  'delete-price-list': {
    params: { listId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Delete a notification profile */
  'delete-profile': {
    params: { profileId: string }
    query: undefined
    body: undefined
    answer: { profileId: string; security?: { authId: string } }
  }
  /** End an association */
  'delete-resource-association': {
    params: undefined
    query: undefined
    body: { resourceType: 'NUMBER' | 'DOMAIN' | 'ALPHA' | 'RCS_RESOURCE' | 'APPLE_RESOURCE'; channel: 'SMS' | 'MMS' | 'EMAIL' | 'WHATSAPP' | 'RCS' | 'APPLE'; applicationId: string; resourceId: string; entityId: string }
    answer: undefined
  }
  /** Delete a role that nobody has */
  'delete-role': {
    params: { roleId: number }
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
  /** Remove a second factor */
  'delete-second-factor': {
    params: { id: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Delete security settings */
  'delete-security-settings': {
    params: { authId: string }
    query: undefined
    body: undefined
    answer: { authId: string }
  }
  /** Remove a sender */
  'delete-sender': {
    params: { id: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Withdraw a registration */
  'delete-sender-registration': {
    params: { registrationId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Delete a sending strategy */
  'delete-sending-strategy-by-sending-strategy-id-v2': {
    params: { sendingStrategyId: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Delete an SMPP user */
  'delete-smpp-user': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Remove the account's provider of identities */
  'delete-sso': {
    params: undefined
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Forget who a person is at the provider */
  'delete-sso-identity': {
    params: { userId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Delete a subscription */
  'delete-subscription': {
    params: { channel: 'SMS' | 'AGENT_OS' | 'APPLE_MESSAGES_FOR_BUSINESS' | 'BLOCKLIST' | 'CUSTOMER_ENGAGEMENT' | 'EMAIL' | 'FACEBOOK' | 'KAKAO_ALIM' | 'KAKAO_BRAND_MESSAGE' | 'LINE' | 'MMS' | 'MOBILE_IDENTITY' | 'MOBILE_PUSH' | 'NUMBER_LOOKUP' | 'OPEN_CHANNEL' | 'RCS' | 'REGISTRATION' | 'VIBER' | 'VOICE_VIDEO' | 'WEB_PUSH' | 'WHATSAPP' | 'ZALO'; subscriptionId: string }
    query: undefined
    body: undefined
    answer: { subscriptionId: string; profile: { profileId: string; security?: { authId: string } } }
  }
  /** Remove a verified number */
  'delete-verified-number': {
    params: { id: string }
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
  /** Take one bind out of use */
  'drain-operator-bind': {
    params: { connectionId: number; number: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Take a connection out of use */
  'drain-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** End all my other sessions and tokens */
  'end-other-sessions': {
    params: undefined
    query: undefined
    body: undefined
    answer: undefined
  }
  /** End a package of an account right below now */
  'end-package': {
    params: { account: string; packageId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** End one of my sessions */
  'end-session': {
    params: { sessionId: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** End a bind */
  'end-smpp-bind': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Explain the route of a message */
  'explain-route': {
    params: undefined
    query: { to: string; channel?: 'SMS'; from?: string; accountKey?: string; contentClass?: 'OTP' | 'TRANSACTIONAL' | 'MARKETING'; at?: string; messageId?: string }
    body: undefined
    answer: { to: string; network: ({ countryIso: (string | null); mcc: string; mnc: (string | null); networkName: (string | null) } | null); networkSource: 'NUMBERING_PLAN' | 'TABLE'; chosen: ({ id: number; name: string; channel: 'SMS'; prefix: string; countries: string[]; networks: string[]; accountKeys: string[]; accountNames: string[]; withSubAccounts: boolean; senderKinds: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER')[]; senders: string[]; contentClasses: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; timeWindows: { days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from: string; to: string }[]; timeZone: string; validFrom: (string | null); validUntil: (string | null); connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; selection: 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'; weight: number; retryOn: ('NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER')[]; retryOnReceipt: boolean; enabled: boolean; createdAt: string; updatedAt: string } | null); text: string; selection: ({ by: 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'; routes: number; explored: boolean } | null); onFailure: { routeId: number; name: string; connectionName: string }[]; considered: { route: { id: number; name: string; channel: 'SMS'; prefix: string; countries: string[]; networks: string[]; accountKeys: string[]; accountNames: string[]; withSubAccounts: boolean; senderKinds: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER')[]; senders: string[]; contentClasses: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; timeWindows: { days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from: string; to: string }[]; timeZone: string; validFrom: (string | null); validUntil: (string | null); connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; selection: 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'; weight: number; retryOn: ('NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER')[]; retryOnReceipt: boolean; enabled: boolean; createdAt: string; updatedAt: string }; verdict: 'CHOSEN' | 'WAITED_FOR' | 'NOT_NEEDED' | 'ROUTE_DISABLED' | 'CONNECTION_DISABLED' | 'CONNECTION_MISSING' | 'CONNECTION_DOWN' | 'CONNECTION_FAILING' | 'SIMULATOR_NOT_ALLOWED' | 'OTHER_COUNTRY' | 'OTHER_NETWORK' | 'OTHER_ACCOUNT' | 'OTHER_SENDER' | 'OTHER_SENDER_KIND' | 'OTHER_CONTENT_CLASS' | 'OTHER_TIME'; text: string; cost: ({ amount: string; currency: string } | null); quality: ({ samples: number; deliveredPercent: number; delaySeconds: number; score: number } | null); health: 'UP' | 'DOWN' | 'FAILING' | 'DISABLED' | 'MISSING'; share: (number | null) }[] }
  }
  /** Export the account's chain */
  'export-audit-chain': {
    params: undefined
    query: { after?: number; limit?: number }
    body: undefined
    answer: string
  }
  /** Export the audit log as a table */
  'export-audit-logs': {
    params: undefined
    query: { action?: 'Accept' | 'Activation' | 'Add' | 'Assign' | 'Buy' | 'Cancel' | 'Change' | 'Clone' | 'Create' | 'CreateGenerate' | 'CreateVersion' | 'Delete' | 'DeleteVersion' | 'Disable' | 'Download' | 'Duplicate' | 'Enable' | 'Export' | 'Finish' | 'Import' | 'InviteToMobileDemoApplication' | 'Launch' | 'LaunchVersion' | 'Lock' | 'Login' | 'Logout' | 'Merge' | 'Pause' | 'Remove' | 'Request' | 'Restore' | 'Schedule' | 'Sent' | 'StopVersion' | 'Successful' | 'Unlock' | 'Update' | 'Updated' | 'Unsuccessful' | 'Verify'; description?: string; from?: string; item?: 'TFA' | 'Account' | 'ApiKey' | 'AutomaticPayment' | 'BillingAddress' | 'Blacklist' | 'Campaign' | 'Communication' | 'Company' | 'CustomField' | 'Domain' | 'ExportConfiguration' | 'Forms' | 'Keyword' | 'MobileApplication' | 'MobileDemoApplication' | 'Number' | 'OneTimePayment' | 'Password' | 'Person' | 'Price' | 'Report' | 'Segment' | 'Search' | 'Tag' | 'Team' | 'Template' | 'URL' | 'User' | 'Website'; ipAddress?: string; to?: string; userKey?: string; limit?: number }
    body: undefined
    answer: string
  }
  /** Read all prices of a list as CSV */
  'export-prices': {
    params: { listId: number }
    query: undefined
    body: undefined
    answer: { csv: string }
  }
  /** Confirm my new address */
  'finish-email-change': {
    params: undefined
    query: undefined
    body: { token: string }
    answer: { email: string }
  }
  /** Finish setting up a passkey */
  'finish-passkey': {
    params: undefined
    query: undefined
    body: { name: string; challenge: string; registration: { id: string; rawId: string; type: 'public-key'; response: { clientDataJSON: string; attestationObject: string; authenticatorData?: string; transports?: string[]; publicKeyAlgorithm?: number; publicKey?: string }; clientExtensionResults: Record<string, unknown> } }
    answer: { factor: { id: number; kind: 'TOTP' | 'PASSKEY'; name: string; createdAt: string; lastUsedAt: (string | null) }; recoveryCodes: string[] }
  }
  /** Choose a new password */
  'finish-password-reset': {
    params: undefined
    query: undefined
    body: { token: string; password: string }
    answer: undefined
  }
  /** Come back from the provider of identities */
  'finish-sso': {
    params: undefined
    query: { state?: string; code?: string; error?: string }
    body: undefined
    answer: undefined
  }
  /** Read an account */
  'get-account': {
    params: { accountKey: string }
    query: undefined
    body: undefined
    answer: { key: string; parentKey: (string | null); name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; depth: number; state: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; relation: 'OWN' | 'CUSTOMER'; person: ('NATURAL' | 'LEGAL' | null); country: (string | null); declaredOfAge: boolean; branding: { displayName: (string | null); color: (string | null); logoUrl: (string | null); supportEmail: (string | null) }; dataRegion: (string | null); ambiguous: 'RESEND' | 'HOLD'; trialEndsAt: (string | null); pausedUntil: (string | null); createdAt: string; closedAt: (string | null); history: { from: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; to: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; reason: string; by: 'PERSON' | 'SOFTWARE' | 'INSTALLATION'; fromAccountKey: (string | null); changedAt: string }[] }
  }
  /** Read the balance */
  'get-account-balance': {
    params: undefined
    query: undefined
    body: undefined
    answer: { balance: number; currency: string }
  }
  /** Read the limits of requests that an account has of its own */
  'get-account-throttles': {
    params: { accountKey: string }
    query: undefined
    body: undefined
    answer: { factor?: (number | null); unlimited?: boolean; requestsPerSecondPerKey?: (number | null); operations?: { operationId: string; requests: number; per: 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY' }[] }
  }
  /** How far a query is */
  'get-aggregate-request-status': {
    params: { requestId: string }
    query: undefined
    body: undefined
    answer: { requestId: string; status: 'IN_PROGRESS' | 'SUCCESS' | 'FAILED'; failureMessage?: string }
  }
  /** List sub-accounts */
  'get-all-accounts': {
    params: undefined
    query: { name?: string; limit?: number; enabled?: boolean }
    body: undefined
    answer: { accounts: { key: string; ownerKey: string; name: string; enabled: boolean }[] }
  }
  /** List who must not be written to */
  'get-all-blocklists': {
    params: undefined
    query: { sender?: string; destination?: string; channel?: 'SMS' | 'EMAIL' | 'VOICE_OUTBOUND_TTS' | 'NEW_PUSH_NOTIF' | 'VIBER' | 'RCS' | 'WHATSAPP' | 'APPLE_MB' | 'MMS'; sourceType?: 'CUSTOM' | 'MO' | 'URL_OPT_OUT' | 'CAMPAIGN'; accountKey?: string; getAllAccountKeysBlocklists?: boolean; createdDateFrom?: string; createdDateTo?: string; campaign?: string; page?: number; size?: number }
    body: undefined
    answer: { results: { sender?: string; destination: string; sourceType: 'CUSTOM' | 'MO' | 'URL_OPT_OUT' | 'CAMPAIGN'; channel?: 'SMS' | 'EMAIL' | 'VOICE_OUTBOUND_TTS' | 'NEW_PUSH_NOTIF' | 'VIBER' | 'RCS' | 'WHATSAPP' | 'APPLE_MB' | 'MMS'; accountKey: string; createdDate: string; campaign?: string }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** Read an API key */
  'get-api-key': {
    params: { apiKeyId: string }
    query: undefined
    body: undefined
    answer: { id: string; apiKeySecret?: string; accountId: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: string[]; platform: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids: string[] }
  }
  /** Read an API key of an account (deprecated) */
  'get-api-key-deprecated': {
    params: { accountKey: string; key: string }
    query: undefined
    body: undefined
    answer: { key: string; publicApiKey?: string; accountKey: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: ('ALL' | 'TFA' | 'PUSH_CLIENT' | 'PEOPLE_EVENTS_PUBLIC_CLIENT' | 'EXTERNAL_INTEGRATIONS')[] }
  }
  /** List API keys */
  'get-api-keys-by-filter': {
    params: undefined
    query: { accountId?: string; name?: string; page?: number; size?: number; orderBy?: 'createdAt' | 'name' | 'validFrom' | 'validTo' | 'enabled'; orderDirection?: string; enabled?: boolean; apiKeySecret?: string }
    body: undefined
    answer: { apiKeys: { id: string; apiKeySecret?: string; accountId: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: string[]; platform: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids: string[] }[]; paging: { page: number; pageSize: number; orderDirection: string; orderBy: string; totalCount: number; totalPages: number } }
  }
  /** List API keys of an account (deprecated) */
  'get-api-keys-by-filter-deprecated': {
    params: { accountKey: string }
    query: { name?: string; limit?: number; enabled?: boolean; publicApiKey?: string }
    body: undefined
    answer: { apiKeys: { key: string; publicApiKey?: string; accountKey: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: ('ALL' | 'TFA' | 'PUSH_CLIENT' | 'PEOPLE_EVENTS_PUBLIC_CLIENT' | 'EXTERNAL_INTEGRATIONS')[] }[] }
  }
  /** Read an application */
  'get-application': {
    params: { applicationId: string }
    query: undefined
    body: undefined
    answer: { applicationName?: string; applicationId: string }
  }
  /** List applications */
  'get-applications': {
    params: undefined
    query: { page?: number; size?: number }
    body: undefined
    answer: { results: { applicationName?: string; applicationId: string }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** What somebody needs to check one entry without us */
  'get-audit-proof': {
    params: { seq: number }
    query: undefined
    body: undefined
    answer: { entry: { accountId: number; seq: number; atMs: number; action: string; outcome: 'asked' | 'done' | 'refused' | 'failed'; askedSeq: (number | null); commitment: string; previousHash: string; hash: string; detail: ({ salt: string; actor: (string | null); userId: (number | null); keyId: (string | null); fromAccountId: (number | null); ip: (string | null); verb: (string | null); item: (string | null); targetId: (string | null); fields: (string[] | null); status: (number | null); description: (string | null) } | null) }; canonical: { rule: string; entry: string; detail: (string | null) }; head: { seq: number; hash: string } }
  }
  /** List products that have a document of their own */
  'get-available-products': {
    params: undefined
    query: undefined
    body: undefined
    answer: { products: { id: string }[] }
  }
  /** Read the balance, how long it lasts, and the packages */
  'get-balance': {
    params: undefined
    query: undefined
    body: undefined
    answer: { amount: string; currency: string; prepaid: boolean; creditLimit: (string | null); spendable: (string | null); spentPerDay: string; daysLeft: (number | null); zone: string; alertsBelow: string[]; paidBy: 'SELF' | 'PARENT'; packages: { id: number; name: string; channel: (string | null); country: (string | null); unit: 'PART' | 'MESSAGE'; total: number; used: number; validFrom: string; validTo: string; price: string }[]; alerts: { below: string; balance: string; raisedAt: string }[] }
  }
  /** Read what stands on the account’s invoices as buyer */
  'get-billing-profile': {
    params: undefined
    query: undefined
    body: undefined
    answer: { legalName: string; address: string[]; country: (string | null); isCompany: boolean; vatId: (string | null); email: (string | null); language: 'en' | 'ja'; extra: { label: string; value: string }[]; complete: boolean }
  }
  /** Read a client certificate */
  'get-certificate-details': {
    params: { certificateId: string }
    query: undefined
    body: undefined
    answer: { certificateId: string; issuedBy: string; issuedTo: string; validFrom: number; validUntil: number; certificateStatus: 'PROCESSING' | 'READY' | 'EXPIRED'; serialNumber: string }
  }
  /** Read the state of a client certificate */
  'get-certificate-status': {
    params: { certificateId: string }
    query: undefined
    body: undefined
    answer: { certificateId: string; status: 'PROCESSING' | 'READY' | 'EXPIRED' }
  }
  /** List client certificates */
  'get-certificates-details-page': {
    params: undefined
    query: { page?: number; size?: number; search?: string; sortBy?: 'CERTIFICATE_ID'; direction?: 'ASC' | 'DESC' }
    body: undefined
    answer: { results: { certificateId: string; issuedBy: string; issuedTo: string; validFrom: number; validUntil: number; certificateStatus: 'PROCESSING' | 'READY' | 'EXPIRED'; serialNumber: string }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** List the states of client certificates */
  'get-certificates-statuses-page': {
    params: undefined
    query: { page?: number; size?: number; search?: string; sortBy?: 'CERTIFICATE_ID'; direction?: 'ASC' | 'DESC' }
    body: undefined
    answer: { results: { certificateId: string; status: 'PROCESSING' | 'READY' | 'EXPIRED' }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** Read the rules of a country */
  'get-country-rules': {
    params: { country: string }
    query: undefined
    body: undefined
    answer: { country: string; name: string; timeZones: string[]; senders: { kind: 'ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE'; use: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; source: string; lookedUp: string }[]; hours: { prefixes: string[]; opening: string; closedOnHolidays: boolean; source: string; lookedUp: string }[]; holidays: { days: string[]; source: string; lookedUp: string }[]; requiredOptions: { option: string; contentClasses: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; source: string; lookedUp: string }[]; registrationFields: { name: string; about: string; kinds: ('ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE')[]; source: string; lookedUp: string }[]; duties: { kind: 'sender-prefix' | 'sender-suffix' | 'note'; value: string; source: string; lookedUp: string }[]; installation: ({ rule: { enforced?: boolean; senders?: { ALPHANUMERIC?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; LONG_NUMBER?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; SHORT_CODE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; TOLL_FREE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED' }; opening?: (string | null); closedOnHolidays?: boolean; holidays?: string[]; requiredOptions?: string[]; validityMinutesMax?: (number | null) }; reason: string; updatedAt: string } | null); account: ({ rule: { enforced?: boolean; senders?: { ALPHANUMERIC?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; LONG_NUMBER?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; SHORT_CODE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; TOLL_FREE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED' }; opening?: (string | null); closedOnHolidays?: boolean; holidays?: string[]; requiredOptions?: string[]; validityMinutesMax?: (number | null) }; reason: string; updatedAt: string } | null) }
  }
  /** List entities */
  'get-entities': {
    params: undefined
    query: { page?: number; size?: number }
    body: undefined
    answer: { results: { entityName?: string; entityId: string }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** Read an entity */
  'get-entity': {
    params: { entityId: string }
    query: undefined
    body: undefined
    answer: { entityName?: string; entityId: string }
  }
  /** Count the free messages that are left */
  'get-free-messages-count': {
    params: undefined
    query: undefined
    body: undefined
    answer: { remainingCount: number }
  }
  /** Take messages from handsets */
  'get-inbound-sms-messages': {
    params: undefined
    query: { limit?: (number | null); applicationId?: string; entityId?: string; campaignReferenceId?: string }
    body: undefined
    answer: { results: { applicationId?: string; messageId: string; from: string; to: string; text: string; cleanText: string; keyword?: string; receivedAt: string; smsCount: number; price: { pricePerMessage: number; currency: string }; callbackData?: string; entityId?: string; campaignReferenceId?: string }[]; messageCount: number; pendingMessageCount: number }
  }
  /** Read one of the account's invoices with its lines and how it was paid */
  'get-invoice': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { id: string; kind: 'INVOICE' | 'RECEIPT' | 'STATEMENT' | 'CREDIT_NOTE'; number: string; account: string; accountName: string; issuedOn: string; dueOn: (string | null); periodFrom: string; periodTo: string; currency: string; net: string; vat: string; rounding: string; payable: string; settled: (string | null); credited: string; state: 'DUE' | 'OVERDUE' | 'PAID' | 'CHALLENGED' | 'NONE'; seller: { name: string; address: string[]; country: (string | null); vatId: (string | null); email: (string | null); bank: string[]; registration: (string | null) }; buyer: { name: string; address: string[]; country: (string | null); vatId: (string | null); email: (string | null) }; extra: { label: string; value: string }[]; corrects: ({ number: string; issuedOn: string; reason: string } | null); lines: { position: number; kind: 'USAGE' | 'CORRECTION' | 'TOP_UP' | 'CREDIT'; month: (string | null); channel: (string | null); direction: ('MT' | 'MO' | null); country: (string | null); network: (string | null); component: ('BASE' | 'SURCHARGE' | 'PACKAGE' | null); name: string; quantity: string; unit: 'PART' | 'MESSAGE' | 'ITEM'; unitPrice: (string | null); amount: string }[]; taxable: string; vatReason: 'STANDARD' | 'REVERSE_CHARGE' | 'EXEMPT' | 'OUTSIDE'; vatPercent: string; contentHash: string; payments: { way: 'BANK' | 'CARD' | 'CREDIT_NOTE'; amount: string; at: string }[] }
  }
  /** The messages that an invoice or a statement charges, as CSV */
  'get-invoice-annex': {
    params: { id: string }
    query: { cursor?: string }
    body: undefined
    answer: string
  }
  /** The lines of one of the account's invoices as CSV */
  'get-invoice-csv': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: string
  }
  /** One of the account's invoices as PDF */
  'get-invoice-pdf': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: string
  }
  /** Read one of a customer's invoices with its lines and how it was paid */
  'get-issued-invoice': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { id: string; kind: 'INVOICE' | 'RECEIPT' | 'STATEMENT' | 'CREDIT_NOTE'; number: string; account: string; accountName: string; issuedOn: string; dueOn: (string | null); periodFrom: string; periodTo: string; currency: string; net: string; vat: string; rounding: string; payable: string; settled: (string | null); credited: string; state: 'DUE' | 'OVERDUE' | 'PAID' | 'CHALLENGED' | 'NONE'; seller: { name: string; address: string[]; country: (string | null); vatId: (string | null); email: (string | null); bank: string[]; registration: (string | null) }; buyer: { name: string; address: string[]; country: (string | null); vatId: (string | null); email: (string | null) }; extra: { label: string; value: string }[]; corrects: ({ number: string; issuedOn: string; reason: string } | null); lines: { position: number; kind: 'USAGE' | 'CORRECTION' | 'TOP_UP' | 'CREDIT'; month: (string | null); channel: (string | null); direction: ('MT' | 'MO' | null); country: (string | null); network: (string | null); component: ('BASE' | 'SURCHARGE' | 'PACKAGE' | null); name: string; quantity: string; unit: 'PART' | 'MESSAGE' | 'ITEM'; unitPrice: (string | null); amount: string }[]; taxable: string; vatReason: 'STANDARD' | 'REVERSE_CHARGE' | 'EXEMPT' | 'OUTSIDE'; vatPercent: string; contentHash: string; payments: { way: 'BANK' | 'CARD' | 'CREDIT_NOTE'; amount: string; at: string }[] }
  }
  /** The lines of one of a customer's invoices as CSV */
  'get-issued-invoice-csv': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: string
  }
  /** One of a customer's invoices as PDF */
  'get-issued-invoice-pdf': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: string
  }
  /** Read keywords and what is answered to them */
  'get-keywords': {
    params: undefined
    query: undefined
    body: undefined
    answer: { keywords: { words: string; meaning: 'STOP' | 'START' | 'HELP'; sender?: string }[]; answers: { meaning: 'STOP' | 'START' | 'HELP'; sender?: string; text: (string | null) }[]; languages: { language: string; meaning: string; words: string; source: string; lookedUp: string }[] }
  }
  /** See every queue, bind, rate, latency and error class at this instant */
  'get-live-view': {
    params: undefined
    query: undefined
    body: undefined
    answer: { at: string; accepting: { perSecond: number[]; ended: number[]; commitMs: ({ count: number; p50: number; p99: number } | null) }; waitingAbout: number; pushes: { waiting: number; oldestDueAt: (string | null) }; connections: { connectionId: number; name: string; kind: string; simulated: boolean; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; binds: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; rateNow: (number | null); lastError: ({ at: string; text: string; whatToDo: string } | null); partsInMemory: number; inMemory: { OTP: number; TRANSACTIONAL: number; MARKETING: number }; waiting: { contentClass: 'OTP' | 'TRANSACTIONAL' | 'MARKETING'; messages: number; oldestDueAt: (string | null) }[]; perSecond: { submitted: number[]; accepted: number[]; refused: number[]; throttled: number[]; unknown: number[]; receipts: number[]; inbound: number[] }; roundTripMs: ({ count: number; p50: number; p99: number } | null); outcomes: { status: string; error: string; messages: number }[]; receipts: { awaited: number; delayMs: ({ count: number; p50: number; p99: number } | null); parked: number } }[] }
  }
  /** How people of the account log in */
  'get-login-policy': {
    params: undefined
    query: undefined
    body: undefined
    answer: { secondFactor: 'OPTIONAL' | 'OWNERS_AND_ADMINS' | 'ALL'; passwordApi: boolean }
  }
  /** How mails leave this installation */
  'get-mail-relay': {
    params: undefined
    query: undefined
    body: undefined
    answer: { way: 'relay' | 'simulator' | 'none'; address: (string | null); from: string; waiting: number; failed: number; lastAnswer: (number | null) }
  }
  /** What customers were charged, and what operators will ask for */
  'get-margin': {
    params: undefined
    query: { from: string; to: string; by: string }
    body: undefined
    answer: { by: string[]; rows: { keys: string[]; names: (string | null)[]; currency: string; soldParts: number; boughtParts: number; revenue: string; cost: string; margin: string }[] }
  }
  /** Who I am */
  'get-me': {
    params: undefined
    query: undefined
    body: undefined
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; isRoot: boolean; currency: string; state: 'trial' | 'active' | 'suspended' | 'closed' }; actingFrom: ({ key: string; name: string } | null); scopes: string[]; mustSetUpSecondFactor: boolean; role: { id: string; name: string }; memberships: { accountKey: string; accountName: string; state: 'trial' | 'active' | 'suspended' | 'closed'; role: { id: string; name: string } }[] }
  }
  /** One message with everything that happened to it */
  'get-message': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { id: string; messageId: string; bulkId: (string | null); channel: string; direction: 'MT'; sender: string; to: string; text: (string | null); binary: boolean; parts: number; status: { groupId: number; groupName: string; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: string; id: number; name: string; description: string; permanent: boolean }; mccMnc: (string | null); networkName: (string | null); price: { pricePerMessage: number; currency: string }; acceptedAt: string; sendAt: (string | null); sentAt: (string | null); doneAt: (string | null); simulated: boolean; callbackData: (string | null); applicationId: (string | null); entityId: (string | null); campaignReferenceId: (string | null); connection: (string | null); route: (string | null); validUntil: string; notifyUrl: (string | null); whatToDo: (string | null); timeline: { at: string; kind: 'ACCEPTED' | 'REJECTED' | 'SCHEDULED' | 'DUE' | 'ROUTED' | 'RETRY' | 'REROUTED' | 'CHARGED' | 'SUBMITTED' | 'REPORTED' | 'EXPIRED' | 'REPORT_PUSHED' | 'REPORT_WAITING' | 'REPORT_PULLED' | 'REPORT_PUSH_FAILED' | 'REFUNDED' | 'CONVERTED'; detail: (string | null); connection: (string | null); part: (number | null); operatorId: (string | null); status: ({ groupId: number; groupName: string; id: number; name: string; description: string; action?: string } | null) }[] }
  }
  /** One message of any account with everything that happened to it */
  'get-message-anywhere': {
    params: { accountKey: string; messageId: string }
    query: undefined
    body: undefined
    answer: { id: string; messageId: string; bulkId: (string | null); channel: string; direction: 'MT'; sender: string; to: string; text: (string | null); binary: boolean; parts: number; status: { groupId: number; groupName: string; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: string; id: number; name: string; description: string; permanent: boolean }; mccMnc: (string | null); networkName: (string | null); price: { pricePerMessage: number; currency: string }; acceptedAt: string; sendAt: (string | null); sentAt: (string | null); doneAt: (string | null); simulated: boolean; callbackData: (string | null); applicationId: (string | null); entityId: (string | null); campaignReferenceId: (string | null); connection: (string | null); route: (string | null); validUntil: string; notifyUrl: (string | null); whatToDo: (string | null); timeline: { at: string; kind: 'ACCEPTED' | 'REJECTED' | 'SCHEDULED' | 'DUE' | 'ROUTED' | 'RETRY' | 'REROUTED' | 'CHARGED' | 'SUBMITTED' | 'REPORTED' | 'EXPIRED' | 'REPORT_PUSHED' | 'REPORT_WAITING' | 'REPORT_PULLED' | 'REPORT_PUSH_FAILED' | 'REFUNDED' | 'CONVERTED'; detail: (string | null); connection: (string | null); part: (number | null); operatorId: (string | null); status: ({ groupId: number; groupName: string; id: number; name: string; description: string; action?: string } | null) }[] }
  }
  /** Figures of the account over time, and by network, application, sender and more */
  'get-metrics-series': {
    params: undefined
    query: { since?: string; until?: string; step?: 'HOUR' | 'DAY'; by?: 'NETWORK' | 'COUNTRY' | 'APPLICATION' | 'ENTITY' | 'SENDER' | 'SENDER_KIND' | 'CHANNEL' | 'STATUS' | 'ERROR'; direction?: 'MT' | 'MO'; channel?: string; network?: string; country?: string; applicationId?: string; entityId?: string; sender?: string; senderKind?: 'ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER' }
    body: undefined
    answer: { since: string; until: string; step: 'HOUR' | 'DAY'; totals: { sent: number; parts: number; delivered: number; undeliverable: number; expired: number; rejected: number; pending: number; inbound: number; deliveredWithin5s: number; delayMs: ({ p50: number; p90: number; p99: number } | null) }; series: { at: string; sent: number; parts: number; delivered: number; undeliverable: number; expired: number; rejected: number; pending: number; inbound: number; deliveredWithin5s: number; delayMs: ({ p50: number; p90: number; p99: number } | null) }[]; groups: { key: string; name: (string | null); sent: number; parts: number; delivered: number; undeliverable: number; expired: number; rejected: number; pending: number; inbound: number; deliveredWithin5s: number; delayMs: ({ p50: number; p90: number; p99: number } | null) }[]; groupsLeftOut: number }
  }
  /** List numbers with a network of their own */
  'get-number-networks': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { prefix: string; network: string; networkName: (string | null); updatedAt: string }[]; nextCursor: (string | null) }
  }
  /** The OpenAPI document of everything */
  'get-openapi': {
    params: undefined
    query: undefined
    body: undefined
    answer: Record<string, unknown>
  }
  /** Read when alarms are raised, and who is told */
  'get-operator-alarm-settings': {
    params: undefined
    query: undefined
    body: undefined
    answer: { downSeconds: number; errorsPercent: number; throttledPercent: number; queueSeconds: number; mail: boolean; webhookUrl: (string | null) }
  }
  /** List alarms about operator connections */
  'get-operator-alarms': {
    params: undefined
    query: { open?: boolean; limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: string; connectionId: number; connectionName: string; kind: 'DOWN' | 'ERRORS' | 'THROTTLED' | 'QUEUE'; raisedAt: string; clearedAt: (string | null); measured: number; threshold: number }[]; nextCursor: (string | null) }
  }
  /** Compare an operator’s bill with what we reckoned, by network */
  'get-operator-bill': {
    params: { connectionId: number; month: string }
    query: undefined
    body: undefined
    answer: { connectionId: number; month: string; currency: string; importedAt: string; ours: string; theirs: string; difference: string; networks: { country: string; network: string; ourParts: string; theirParts: string; ourAmount: string; theirAmount: string; difference: string }[] }
  }
  /** Read where an operator calls us */
  'get-operator-callback-address': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { url: string }
  }
  /** Read an operator connection */
  'get-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { id: number; name: string; kind: 'SMPP_CLIENT' | 'HTTP'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; signatureSecretSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; vendor: (string | null); dialect: { alphanumericSender: ({ ton: number; npi: number } | null); longNumberSender: ({ ton: number; npi: number } | null); shortCodeSender: ({ ton: number; npi: number } | null); recipient: ({ ton: number; npi: number } | null); validity: 'RELATIVE' | 'ABSOLUTE' | 'NONE'; congestionStatuses: number[]; unmarkedReceipts: boolean }; http: ({ preset: 'INFOBIP' | 'TWILIO' | 'VONAGE' | 'GENERIC'; url: string; reports: 'PUSH' | 'PULL' | 'NONE'; signature: 'NONE' | 'MD5_HASH' | 'HMAC_MD5' | 'HMAC_SHA1' | 'HMAC_SHA256' | 'HMAC_SHA512'; generic: ({ method: 'POST' | 'PUT' | 'GET'; url: string; contentType: 'application/json' | 'application/x-www-form-urlencoded' | 'text/xml' | 'text/plain'; headers: { name: string; value: string }[]; body: (string | null); idAt: string; errorAt: (string | null); errors: { code: string; meaning: 'PERMANENT' | 'TEMPORARY' | 'CONGESTION' | 'UNUSABLE'; reason?: 'SENDER' | 'RECIPIENT' | 'LENGTH' | 'OTHER' }[]; callbackListAt: (string | null); callbackReply: (string | null); receipt: ({ idAt: string; statusAt: string; states: { word: string; state: 'ENROUTE' | 'ACCEPTED' | 'DELIVERED' | 'EXPIRED' | 'DELETED' | 'UNDELIVERABLE' | 'REJECTED' | 'UNKNOWN' }[]; errorAt: (string | null) } | null); inbound: ({ fromAt: string; toAt: string; textAt: string } | null); signature: ({ header: string; method: 'HMAC_SHA256_HEX' | 'HMAC_SHA256_BASE64' | 'PLAIN' } | null) } | null) } | null); enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Read the live state of a connection */
  'get-operator-connection-state': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** List operator connections */
  'get-operator-connections': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; name: string; kind: 'SMPP_CLIENT' | 'HTTP'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; signatureSecretSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; vendor: (string | null); dialect: { alphanumericSender: ({ ton: number; npi: number } | null); longNumberSender: ({ ton: number; npi: number } | null); shortCodeSender: ({ ton: number; npi: number } | null); recipient: ({ ton: number; npi: number } | null); validity: 'RELATIVE' | 'ABSOLUTE' | 'NONE'; congestionStatuses: number[]; unmarkedReceipts: boolean }; http: ({ preset: 'INFOBIP' | 'TWILIO' | 'VONAGE' | 'GENERIC'; url: string; reports: 'PUSH' | 'PULL' | 'NONE'; signature: 'NONE' | 'MD5_HASH' | 'HMAC_MD5' | 'HMAC_SHA1' | 'HMAC_SHA256' | 'HMAC_SHA512'; generic: ({ method: 'POST' | 'PUT' | 'GET'; url: string; contentType: 'application/json' | 'application/x-www-form-urlencoded' | 'text/xml' | 'text/plain'; headers: { name: string; value: string }[]; body: (string | null); idAt: string; errorAt: (string | null); errors: { code: string; meaning: 'PERMANENT' | 'TEMPORARY' | 'CONGESTION' | 'UNUSABLE'; reason?: 'SENDER' | 'RECIPIENT' | 'LENGTH' | 'OTHER' }[]; callbackListAt: (string | null); callbackReply: (string | null); receipt: ({ idAt: string; statusAt: string; states: { word: string; state: 'ENROUTE' | 'ACCEPTED' | 'DELIVERED' | 'EXPIRED' | 'DELETED' | 'UNDELIVERABLE' | 'REJECTED' | 'UNKNOWN' }[]; errorAt: (string | null) } | null); inbound: ({ fromAt: string; toAt: string; textAt: string } | null); signature: ({ header: string; method: 'HMAC_SHA256_HEX' | 'HMAC_SHA256_BASE64' | 'PLAIN' } | null) } | null) } | null); enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }[]; nextCursor: (string | null) }
  }
  /** List vendors' habits */
  'get-operator-vendors': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { id: string; name: string; source: string; idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; dialect: { alphanumericSender: ({ ton: number; npi: number } | null); longNumberSender: ({ ton: number; npi: number } | null); shortCodeSender: ({ ton: number; npi: number } | null); recipient: ({ ton: number; npi: number } | null); validity: 'RELATIVE' | 'ABSOLUTE' | 'NONE'; congestionStatuses: number[]; unmarkedReceipts: boolean } }[] }
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
  /** The OpenAPI document of one product */
  'get-product-level-openapi': {
    params: { product: string }
    query: undefined
    body: undefined
    answer: Record<string, unknown>
  }
  /** Read a notification profile */
  'get-profile': {
    params: { profileId: string }
    query: undefined
    body: undefined
    answer: { profileId: string; webhook?: { contentType?: string; notifyUrl: string }; clientCertificateId?: string; maxBucketSize?: number; windowSize?: number; connectTimeout?: number; readTimeout?: number; enabledSSLProtocols?: ('TLSv1.2' | 'TLSv1.3')[]; headers?: Record<string, string>; responseRegex?: string; responseBodyRegex?: string; rateLimit?: number; security?: { authId: string } }
  }
  /** List notification profiles, newest first */
  'get-profiles': {
    params: undefined
    query: { page?: number; size?: number }
    body: undefined
    answer: { results: { profileId: string; webhook?: { contentType?: string; notifyUrl: string }; clientCertificateId?: string; maxBucketSize?: number; windowSize?: number; connectTimeout?: number; readTimeout?: number; enabledSSLProtocols?: ('TLSv1.2' | 'TLSv1.3')[]; headers?: Record<string, string>; responseRegex?: string; responseBodyRegex?: string; rateLimit?: number; security?: { authId: string } }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** Read an association */
  'get-resource-association': {
    params: undefined
    query: { resourceType: 'NUMBER' | 'DOMAIN' | 'ALPHA' | 'RCS_RESOURCE' | 'APPLE_RESOURCE'; channel: 'SMS' | 'MMS' | 'EMAIL' | 'WHATSAPP' | 'RCS' | 'APPLE'; applicationId: string; resourceId: string; entityId?: string }
    body: undefined
    answer: { resourceType: 'NUMBER' | 'DOMAIN' | 'ALPHA' | 'RCS_RESOURCE' | 'APPLE_RESOURCE'; channel: 'SMS' | 'MMS' | 'EMAIL' | 'WHATSAPP' | 'RCS' | 'APPLE'; applicationId: string; resourceId: string; entityId?: string }
  }
  /** List associations */
  'get-resource-associations': {
    params: undefined
    query: { page?: number; size?: number; resourceType?: 'NUMBER' | 'DOMAIN' | 'ALPHA' | 'RCS_RESOURCE' | 'APPLE_RESOURCE'; channel?: 'SMS' | 'MMS' | 'EMAIL' | 'WHATSAPP' | 'RCS' | 'APPLE'; applicationId?: string; entityId?: string; resourceId?: string }
    body: undefined
    answer: { results: { resourceType: 'NUMBER' | 'DOMAIN' | 'ALPHA' | 'RCS_RESOURCE' | 'APPLE_RESOURCE'; channel: 'SMS' | 'MMS' | 'EMAIL' | 'WHATSAPP' | 'RCS' | 'APPLE'; applicationId: string; resourceId: string; entityId?: string }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** Read a route */
  'get-route': {
    params: { routeId: number }
    query: undefined
    body: undefined
    answer: { id: number; name: string; channel: 'SMS'; prefix: string; countries: string[]; networks: string[]; accountKeys: string[]; accountNames: string[]; withSubAccounts: boolean; senderKinds: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER')[]; senders: string[]; contentClasses: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; timeWindows: { days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from: string; to: string }[]; timeZone: string; validFrom: (string | null); validUntil: (string | null); connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; selection: 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'; weight: number; retryOn: ('NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER')[]; retryOnReceipt: boolean; enabled: boolean; createdAt: string; updatedAt: string }
  }
  /** List routes */
  'get-routes': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; name: string; channel: 'SMS'; prefix: string; countries: string[]; networks: string[]; accountKeys: string[]; accountNames: string[]; withSubAccounts: boolean; senderKinds: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER')[]; senders: string[]; contentClasses: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; timeWindows: { days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from: string; to: string }[]; timeZone: string; validFrom: (string | null); validUntil: (string | null); connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; selection: 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'; weight: number; retryOn: ('NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER')[]; retryOnReceipt: boolean; enabled: boolean; createdAt: string; updatedAt: string }[]; nextCursor: (string | null) }
  }
  /** Read where national rules bind */
  'get-rule-enforcement': {
    params: undefined
    query: undefined
    body: undefined
    answer: { enforcement: 'REAL_ROUTES' | 'ALL_ROUTES' | 'OFF' }
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
  /** Read security settings */
  'get-security-setting': {
    params: { authId: string }
    query: undefined
    body: undefined
    answer: { authId: string; type: 'BASIC' | 'HMAC' | 'OAUTH' | 'CUSTOM'; credentials?: { username?: string; password?: string; secretKey?: string; algorithm?: 'HMAC_MD5' | 'HMAC_SHA_1' | 'HMAC_SHA_224' | 'HMAC_SHA_256' | 'HMAC_SHA_384' | 'HMAC_SHA_512'; tokenUrl?: string; clientId?: string; clientSecret?: string; grantType?: string; scope?: string; resource?: string; refreshToken?: string; headers?: Record<string, string> } }
  }
  /** List security settings, newest first */
  'get-security-settings': {
    params: undefined
    query: { page?: number; size?: number }
    body: undefined
    answer: { results: { authId: string; type: 'BASIC' | 'HMAC' | 'OAUTH' | 'CUSTOM'; credentials?: { username?: string; password?: string; secretKey?: string; algorithm?: 'HMAC_MD5' | 'HMAC_SHA_1' | 'HMAC_SHA_224' | 'HMAC_SHA_256' | 'HMAC_SHA_384' | 'HMAC_SHA_512'; tokenUrl?: string; clientId?: string; clientSecret?: string; grantType?: string; scope?: string; resource?: string; refreshToken?: string; headers?: Record<string, string> } }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** Read what stands on the invoices the account issues */
  'get-seller': {
    params: undefined
    query: undefined
    body: undefined
    answer: { legalName: string; address: string[]; country: (string | null); vatId: (string | null); registration: (string | null); email: (string | null); bank: string[]; numberPrefix: string; vatExempt: boolean; vatRates: { validFrom: string; percent: string }[]; paymentDays: number; stripeConfigured: boolean; stripeWebhookAddress: string; complete: boolean }
  }
  /** Read a registration */
  'get-sender-registration': {
    params: { registrationId: number }
    query: undefined
    body: undefined
    answer: { id: number; accountKey: string; sender: string; kind: 'ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE'; country: string; state: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'EXPIRED'; details: Record<string, string>; note: (string | null); answer: (string | null); requestedAt: string; decidedAt: (string | null); expiresAt: (string | null) }
  }
  /** Read how the account sends */
  'get-sending-settings': {
    params: undefined
    query: undefined
    body: undefined
    answer: { own: { contentClass: ('OTP' | 'TRANSACTIONAL' | 'MARKETING' | null); flooding: { variedMax: (number | null); identicalMax: (number | null); minutes: (number | null) }; duplicateSeconds: (number | null); keywordsOn: (boolean | null); optOutScope: ('SENDER' | 'ACCOUNT' | null) }; inForce: { contentClass: 'OTP' | 'TRANSACTIONAL' | 'MARKETING'; flooding: { variedMax: number; identicalMax: number; minutes: number }; duplicateSeconds: number; keywordsOn: boolean; optOutScope: 'SENDER' | 'ACCOUNT'; enforcement: 'REAL_ROUTES' | 'ALL_ROUTES' | 'OFF' } }
  }
  /** List sending strategies */
  'get-sending-strategies-v2': {
    params: undefined
    query: { page?: number; size?: number; sendingStrategyId?: string; applicationId?: string; entityId?: string }
    body: undefined
    answer: { results: { sendingStrategyId: string; platform?: { entityId?: string; applicationId?: string }; channel?: string; destinationCountryCode?: string; priorities?: { senderType: 'ALPHANUMERIC' | 'VIRTUAL_LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE_NUMBER'; priority: number }[]; useStickySender: boolean; useGeolocatedSender: boolean }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** Whether accounts can be made here, and under which terms */
  'get-sign-up-terms': {
    params: undefined
    query: undefined
    body: undefined
    answer: { open: boolean; termsVersion: string; termsUrl: (string | null) }
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
    answer: { ready: true; pid: number; smppPort: number; smtpPort: number; controlVersion: number; startedAt: string; links: { systemId: string; bind: string; interfaceVersion: string; boundAt: string }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; ignored: number; droppedLinks: number; delivered: number; failed: number; receiptsAcknowledged: number; receiptsAbandoned: number; inboundAcknowledged: number; inboundAbandoned: number; bindsAccepted: number; bindsRefused: number }; waiting: number; handsets: number; messages: number; mails: number; journalOctets: number }
  }
  /** One mail of the mailbox */
  'get-simulator-mail': {
    params: { mailId: string }
    query: undefined
    body: undefined
    answer: { mailId: string; at: string; from: string; to: string[]; subject: string; text: string; html: (string | null) }
  }
  /** Mails in the mailbox, newest first */
  'get-simulator-mails': {
    params: undefined
    query: { to?: string; limit?: number; cursor?: string }
    body: undefined
    answer: { results: { mailId: string; at: string; from: string; to: string[]; subject: string }[]; cursor: { limit: number; nextCursor?: string } }
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
  /** Where to bind */
  'get-smpp-access': {
    params: undefined
    query: undefined
    body: undefined
    answer: { host: string; port: (number | null); tlsPort: (number | null) }
  }
  /** Read an SMPP user */
  'get-smpp-user': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { id: string; systemId: string; name: (string | null); enabled: boolean; allowedAddresses: string[]; tlsOnly: boolean; bindKinds: ('TRANSMITTER' | 'RECEIVER' | 'TRANSCEIVER')[]; bindsMax: number; window: number; deliveryWindow: number; partsPerSecond: number; version: '3.4' | '5.0'; alphabet: 'GSM7' | 'GSM7_PACKED' | 'LATIN1' | 'ASCII' | 'UTF8'; messageIds: 'UUID' | 'HEX' | 'DECIMAL'; receipts: { text: 'MINUTES' | 'SECONDS' | 'NONE'; messageIds: 'UUID' | 'HEX' | 'DECIMAL'; parameters: boolean; networkError: boolean }; senderPolicy: 'AS_SENT' | 'WHEN_EMPTY' | 'ALWAYS'; sender: (string | null); inboundNumbers: string[]; allInbound: boolean; longInbound: 'SEGMENTS' | 'PAYLOAD'; binds: number; boundAt: (string | null); createdAt: string; changedAt: string }
  }
  /** Count what waits for an SMPP user */
  'get-smpp-waiting': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { waiting: number }
  }
  /** The account's provider of identities */
  'get-sso': {
    params: undefined
    query: undefined
    body: undefined
    answer: { connection: ({ issuer: string; clientId: string; defaultRole: string; roleClaim: (string | null); roleMapping: { value: string; role: string }[]; required: boolean; enabled: boolean; clientSecretSet: boolean } | null); domains: { domain: string; verified: boolean; record: { name: string; type: string; value: string } }[]; redirectUri: string; accountKey: string }
  }
  /** Read a subscription */
  'get-subscription': {
    params: { channel: 'SMS' | 'AGENT_OS' | 'APPLE_MESSAGES_FOR_BUSINESS' | 'BLOCKLIST' | 'CUSTOMER_ENGAGEMENT' | 'EMAIL' | 'FACEBOOK' | 'KAKAO_ALIM' | 'KAKAO_BRAND_MESSAGE' | 'LINE' | 'MMS' | 'MOBILE_IDENTITY' | 'MOBILE_PUSH' | 'NUMBER_LOOKUP' | 'OPEN_CHANNEL' | 'RCS' | 'REGISTRATION' | 'VIBER' | 'VOICE_VIDEO' | 'WEB_PUSH' | 'WHATSAPP' | 'ZALO'; subscriptionId: string }
    query: undefined
    body: undefined
    answer: { subscriptionId: string; name?: string; profile: { profileId: string; security?: { authId: string } }; events: (string | { event: string; format: string })[]; criteria: { applicationId?: string; entityId?: string; callsConfigurationId?: string }[]; resources: string[]; users: string[] }
  }
  /** List subscriptions of a channel, newest first */
  'get-subscriptions': {
    params: { channel: 'SMS' | 'AGENT_OS' | 'APPLE_MESSAGES_FOR_BUSINESS' | 'BLOCKLIST' | 'CUSTOMER_ENGAGEMENT' | 'EMAIL' | 'FACEBOOK' | 'KAKAO_ALIM' | 'KAKAO_BRAND_MESSAGE' | 'LINE' | 'MMS' | 'MOBILE_IDENTITY' | 'MOBILE_PUSH' | 'NUMBER_LOOKUP' | 'OPEN_CHANNEL' | 'RCS' | 'REGISTRATION' | 'VIBER' | 'VOICE_VIDEO' | 'WEB_PUSH' | 'WHATSAPP' | 'ZALO' }
    query: { page?: number; size?: number; applicationId?: (string | string[]); entityId?: (string | string[]); callsConfigurationId?: (string | string[]); resource?: (string | string[]); user?: (string | string[]) }
    body: undefined
    answer: { results: { subscriptionId: string; name?: string; profile: { profileId: string; security?: { authId: string } }; events: (string | { event: string; format: string })[]; criteria: { applicationId?: string; entityId?: string; callsConfigurationId?: string }[]; resources: string[]; users: string[] }[]; paging: { page: number; size: number; totalPages: number; totalResults: number } }
  }
  /** Read how an account below buys */
  'get-terms': {
    params: { account: string }
    query: undefined
    body: undefined
    answer: { account: string; accountName: string; currency: string; balance: string; prepaid: boolean; creditLimit: (string | null); paidBy: 'SELF' | 'PARENT'; zone: string; alertsBelow: string[]; priceLists: { listId: (number | null); name: (string | null); validFrom: string }[] }
  }
  /** How far a payment by card is */
  'get-top-up': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { id: string; provider: 'STRIPE' | 'SIMULATED'; invoiceId: (string | null); currency: string; net: string; vat: string; payable: string; state: 'BEGUN' | 'PAID' | 'FAILED' | 'EXPIRED'; address: (string | null); receiptId: (string | null); begunAt: string }
  }
  /** Read the balance, what may be owed, and the free messages */
  'get-total-account-balance': {
    params: undefined
    query: undefined
    body: undefined
    answer: { balance: number; allowedMinus?: number; currency: { code: string; currencyName: string; symbol: string }; freeMessages: Record<string, number> }
  }
  /** What was used and charged, added up */
  'get-usage': {
    params: undefined
    query: { from: string; to: string; by: string; account?: string; channel?: string; country?: string }
    body: undefined
    answer: { by: string[]; rows: { keys: string[]; names: (string | null)[]; currency: string; messages: number; parts: number; amount: string }[] }
  }
  /** Where reports and inbound messages of the account go */
  'get-webhooks': {
    params: undefined
    query: undefined
    body: undefined
    answer: { deliveryUrl: (string | null); inboundUrl: (string | null) }
  }
  /** Give or sell an account right below a package of messages */
  'give-package': {
    params: { account: string }
    query: undefined
    body: { name: string; channel?: (string | null); country?: (string | null); unit?: 'PART' | 'MESSAGE'; total: number; validFrom?: string; validTo: string; price?: string }
    answer: { id: number; name: string; channel: (string | null); country: (string | null); unit: 'PART' | 'MESSAGE'; total: number; used: number; validFrom: string; validTo: string; price: string }
  }
  /** Import an operator’s bill for a month, and compare it */
  'import-operator-bill': {
    params: { connectionId: number; month: string }
    query: undefined
    body: { currency: string; csv: string }
    answer: { connectionId: number; month: string; currency: string; importedAt: string; ours: string; theirs: string; difference: string; networks: { country: string; network: string; ourParts: string; theirParts: string; ourAmount: string; theirAmount: string; difference: string }[] }
  }
  /** Add prices of a CSV to a list */
  'import-prices': {
    params: { listId: number }
    query: undefined
    body: { csv: string; dryRun?: boolean }
    answer: { added: number; faults: { line: number; text: string }[] }
  }
  /** End the pause of an account */
  'lift-account-pause': {
    params: { accountKey: string }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Set how often an API key may be used in a second */
  'limit-api-key': {
    params: { id: string }
    query: undefined
    body: { requestsPerSecond: (number | null) }
    answer: undefined
  }
  /** List accounts below the own one */
  'list-accounts': {
    params: undefined
    query: { name?: string; state?: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; parentKey?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { results: { key: string; parentKey: (string | null); name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; depth: number; state: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; relation: 'OWN' | 'CUSTOMER'; person: ('NATURAL' | 'LEGAL' | null); country: (string | null); declaredOfAge: boolean; branding: { displayName: (string | null); color: (string | null); logoUrl: (string | null); supportEmail: (string | null) }; dataRegion: (string | null); ambiguous: 'RESEND' | 'HOLD'; trialEndsAt: (string | null); pausedUntil: (string | null); createdAt: string; closedAt: (string | null) }[]; nextCursor: (string | null) }
  }
  /** Read when API keys were used last, and their limits */
  'list-api-key-uses': {
    params: undefined
    query: { ids: string }
    body: undefined
    answer: { results: { id: string; prefix: string; requestsPerSecond: (number | null); lastUsedAt: (string | null) }[] }
  }
  /** What can stand in the audit trail */
  'list-audit-actions': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { action: string; summary: string }[] }
  }
  /** List what was done in the account */
  'list-audit-entries': {
    params: undefined
    query: { action?: string; userId?: number; keyId?: string; target?: string; ip?: string; outcome?: 'DONE' | 'REFUSED' | 'FAILED' | 'UNKNOWN'; from?: string; to?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { results: { seq: number; at: string; action: string; outcome: 'DONE' | 'REFUSED' | 'FAILED' | 'UNKNOWN'; endedAt: (string | null); outcomeSeq: (number | null); actor: ({ kind: 'PERSON' | 'KEY' | 'PROGRAM' | 'NOBODY'; userId: (number | null); keyId: (string | null); name: (string | null); fromAccount: ({ key: string; name: string } | null) } | null); ip: (string | null); target: ({ kind: string; id: (string | null) } | null); fields: string[]; status: (number | null); description: (string | null); erased: boolean }[]; nextCursor: (string | null) }
  }
  /** List catchers, newest first */
  'list-catchers': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { id: string; url: string; madeAt: string; expiresAt: string }[] }
  }
  /** List what a catcher caught, newest first */
  'list-caught': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { results: { id: string; at: string; headers: Record<string, string>; body: string; bodyBytes: number }[] }
  }
  /** List rules of countries */
  'list-country-rules': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { country: string; name: string; timeZones: string[]; senders: { kind: 'ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE'; use: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; source: string; lookedUp: string }[]; hours: { prefixes: string[]; opening: string; closedOnHolidays: boolean; source: string; lookedUp: string }[]; holidays: { days: string[]; source: string; lookedUp: string }[]; requiredOptions: { option: string; contentClasses: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; source: string; lookedUp: string }[]; registrationFields: { name: string; about: string; kinds: ('ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE')[]; source: string; lookedUp: string }[]; duties: { kind: 'sender-prefix' | 'sender-suffix' | 'note'; value: string; source: string; lookedUp: string }[]; installation: ({ rule: { enforced?: boolean; senders?: { ALPHANUMERIC?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; LONG_NUMBER?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; SHORT_CODE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; TOLL_FREE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED' }; opening?: (string | null); closedOnHolidays?: boolean; holidays?: string[]; requiredOptions?: string[]; validityMinutesMax?: (number | null) }; reason: string; updatedAt: string } | null); account: ({ rule: { enforced?: boolean; senders?: { ALPHANUMERIC?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; LONG_NUMBER?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; SHORT_CODE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; TOLL_FREE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED' }; opening?: (string | null); closedOnHolidays?: boolean; holidays?: string[]; requiredOptions?: string[]; validityMinutesMax?: (number | null) }; reason: string; updatedAt: string } | null) }[]; nextCursor: (string | null) }
  }
  /** List payments of a customer, newest first */
  'list-customer-payments': {
    params: { account: string }
    query: { cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: string; way: 'BANK' | 'CARD' | 'CREDIT_NOTE'; currency: string; amount: string; unallocated: string; receivedOn: string; reference: string }[]; nextCursor: (string | null) }
  }
  /** List the accounts right below, with their balances */
  'list-customers': {
    params: undefined
    query: { cursor?: string; limit?: number }
    body: undefined
    answer: { results: { account: string; accountName: string; currency: string; balance: string; prepaid: boolean; creditLimit: (string | null); paidBy: 'SELF' | 'PARENT' }[]; nextCursor: (string | null) }
  }
  /** List disputes, newest first */
  'list-disputes': {
    params: undefined
    query: { invoiceId?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: string; invoiceId: string; account: string; accountName: string; lines: (number[] | null); reason: string; state: 'OPEN' | 'UPHELD' | 'REFUSED' | 'WITHDRAWN'; openedAt: string; decision: (string | null); decidedAt: (string | null); creditNoteId: (string | null) }[]; nextCursor: (string | null) }
  }
  /** List who must not get marketing in a country */
  'list-do-not-contact': {
    params: { country: string }
    query: { limit?: number; cursor?: string; number?: string }
    body: undefined
    answer: { results: { number: string; since: string }[]; nextCursor: (string | null) }
  }
  /** List messages from handsets, newest first, for eight days */
  'list-inbound': {
    params: undefined
    query: { limit?: number; cursor?: string; from?: string; to?: string; applicationId?: string; entityId?: string }
    body: undefined
    answer: { results: { id: string; channel: string; direction: 'MO'; from: string; to: string; text: (string | null); keyword: (string | null); parts: number; receivedAt: string; applicationId: (string | null); entityId: (string | null); simulated: boolean }[]; nextCursor: (string | null) }
  }
  /** List open invitations */
  'list-invitations': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; email: string; role: { id: string; name: string }; invitedBy: (string | null); sentAt: string; expiresAt: string; isOver: boolean }[]; nextCursor: (string | null) }
  }
  /** List the messages that an invoice or a statement charges */
  'list-invoice-messages': {
    params: { id: string }
    query: { cursor?: string; limit?: number }
    body: undefined
    answer: { results: { kind: 'USAGE' | 'CORRECTION'; acceptedAt: string; account: string; direction: 'MT' | 'MO'; channel: string; endUser: (string | null); own: string; network: (string | null); parts: number; amount: string; currency: string; status: (string | null); tariffId: number; messageId: string }[]; nextCursor: (string | null) }
  }
  /** List invoices, receipts, statements and credit notes, newest first */
  'list-invoices': {
    params: undefined
    query: { kind?: 'INVOICE' | 'RECEIPT' | 'STATEMENT' | 'CREDIT_NOTE'; open?: boolean; cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: string; kind: 'INVOICE' | 'RECEIPT' | 'STATEMENT' | 'CREDIT_NOTE'; number: string; account: string; accountName: string; issuedOn: string; dueOn: (string | null); periodFrom: string; periodTo: string; currency: string; net: string; vat: string; rounding: string; payable: string; settled: (string | null); credited: string; state: 'DUE' | 'OVERDUE' | 'PAID' | 'CHALLENGED' | 'NONE' }[]; nextCursor: (string | null) }
  }
  /** List what was invoiced to customers, newest first */
  'list-issued-invoices': {
    params: undefined
    query: { account?: string; kind?: 'INVOICE' | 'RECEIPT' | 'STATEMENT' | 'CREDIT_NOTE'; open?: boolean; cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: string; kind: 'INVOICE' | 'RECEIPT' | 'STATEMENT' | 'CREDIT_NOTE'; number: string; account: string; accountName: string; issuedOn: string; dueOn: (string | null); periodFrom: string; periodTo: string; currency: string; net: string; vat: string; rounding: string; payable: string; settled: (string | null); credited: string; state: 'DUE' | 'OVERDUE' | 'PAID' | 'CHALLENGED' | 'NONE' }[]; nextCursor: (string | null) }
  }
  /** List the postings of an account, newest first */
  'list-ledger': {
    params: undefined
    query: { account?: string; cursor?: string; limit?: number; kinds?: string }
    body: undefined
    answer: { results: { id: string; kind: string; debit: string; credit: string; amount: string; currency: string; items: number; reference: string; day: string; reason: (string | null); postedAt: string }[]; nextCursor: (string | null) }
  }
  /** List messages sent from the account, newest first, for eight days */
  'list-messages': {
    params: undefined
    query: { limit?: number; cursor?: string; to?: string; sender?: string; status?: string; bulkId?: string; messageId?: string; applicationId?: string; entityId?: string; since?: string; until?: string; scheduled?: boolean }
    body: undefined
    answer: { results: { id: string; messageId: string; bulkId: (string | null); channel: string; direction: 'MT'; sender: string; to: string; text: (string | null); binary: boolean; parts: number; status: { groupId: number; groupName: string; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: string; id: number; name: string; description: string; permanent: boolean }; mccMnc: (string | null); networkName: (string | null); price: { pricePerMessage: number; currency: string }; acceptedAt: string; sendAt: (string | null); sentAt: (string | null); doneAt: (string | null); simulated: boolean }[]; nextCursor: (string | null) }
  }
  /** List the packages of an account below, newest first */
  'list-packages': {
    params: { account: string }
    query: { cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: number; name: string; channel: (string | null); country: (string | null); unit: 'PART' | 'MESSAGE'; total: number; used: number; validFrom: string; validTo: string; price: string }[]; nextCursor: (string | null) }
  }
  /** List receipts that fit no message yet, newest first */
  'list-parked-receipts': {
    params: undefined
    query: { limit?: number; cursor?: string; connectionId?: number }
    body: undefined
    answer: { results: { id: string; connectionId: number; connection: (string | null); operatorIds: string[]; status: string; error: string; final: boolean; detail: string; receivedAt: string; nextTryAt: string }[]; nextCursor: (string | null) }
  }
  /** List payments of the account, newest first */
  'list-payments': {
    params: undefined
    query: { cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: string; way: 'BANK' | 'CARD' | 'CREDIT_NOTE'; currency: string; amount: string; unallocated: string; receivedOn: string; reference: string }[]; nextCursor: (string | null) }
  }
  /** List the price lists of the account */
  'list-price-lists': {
    params: undefined
    query: { cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: number; name: string; currency: string; connectionId: (number | null); connectionName: (string | null); prices: number; accounts: number; createdAt: string }[]; nextCursor: (string | null) }
  }
  /** List the prices of a list, newest first */
  'list-prices': {
    params: { listId: number }
    query: { cursor?: string; limit?: number; country?: string; network?: string; channel?: string; direction?: 'MT' | 'MO'; senderKind?: 'ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER'; kind?: 'BASE' | 'SURCHARGE' }
    body: undefined
    answer: { results: { id: string; kind: 'BASE' | 'SURCHARGE'; name: string; channel: (string | null); direction: 'MT' | 'MO'; country: (string | null); countryName: (string | null); network: (string | null); networkName: (string | null); senderKind: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER' | null); unit: 'PART' | 'MESSAGE'; amount: (string | null); validFrom: string }[]; nextCursor: (string | null) }
  }
  /** Whether each notification profile works */
  'list-profile-states': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { profileId: string; paused: boolean; pausedAt: (string | null); reason: (string | null); failures: number; failingSince: (string | null) }[] }
  }
  /** List proposals about accounts below */
  'list-proposals': {
    params: undefined
    query: { open?: boolean; cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: string; accountKey: string; accountName: string; kind: 'SUSPEND' | 'DELETE_UNDER_AGE'; reason: string; evidence: string; by: 'PERSON' | 'SOFTWARE' | 'INSTALLATION'; madeAt: string; decision: ('CONFIRMED' | 'DISMISSED' | null); decisionReason: (string | null); decidedAt: (string | null) }[]; nextCursor: (string | null) }
  }
  /** List disputes of customers, newest first */
  'list-received-disputes': {
    params: undefined
    query: { invoiceId?: string; cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: string; invoiceId: string; account: string; accountName: string; lines: (number[] | null); reason: string; state: 'OPEN' | 'UPHELD' | 'REFUSED' | 'WITHDRAWN'; openedAt: string; decision: (string | null); decidedAt: (string | null); creditNoteId: (string | null) }[]; nextCursor: (string | null) }
  }
  /** List registrations of all accounts */
  'list-registration-requests': {
    params: undefined
    query: { limit?: number; cursor?: string; state?: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'EXPIRED' }
    body: undefined
    answer: { results: { id: number; accountKey: string; sender: string; kind: 'ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE'; country: string; state: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'EXPIRED'; details: Record<string, string>; note: (string | null); answer: (string | null); requestedAt: string; decidedAt: (string | null); expiresAt: (string | null) }[]; nextCursor: (string | null) }
  }
  /** List roles */
  'list-roles': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { id: string; name: string; description: string; builtIn: boolean; scopes: string[]; members: number }[] }
  }
  /** What an API key can be allowed to do */
  'list-scopes': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { name: string; description: string }[] }
  }
  /** My second factors */
  'list-second-factors': {
    params: undefined
    query: undefined
    body: undefined
    answer: { factors: { id: number; kind: 'TOTP' | 'PASSKEY'; name: string; createdAt: string; lastUsedAt: (string | null) }[]; recoveryCodesLeft: number; required: boolean; freshUntil: (string | null); proveBy: ('PASSWORD' | 'TOTP' | 'PASSKEY' | 'RECOVERY_CODE')[]; passkeyOrigin: (string | null) }
  }
  /** List what senders are for */
  'list-sender-classes': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { sender: string; contentClass: 'OTP' | 'TRANSACTIONAL' | 'MARKETING' }[]; nextCursor: (string | null) }
  }
  /** List senders registered for countries */
  'list-sender-registrations': {
    params: undefined
    query: { limit?: number; cursor?: string; state?: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'EXPIRED' }
    body: undefined
    answer: { results: { id: number; accountKey: string; sender: string; kind: 'ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE'; country: string; state: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'EXPIRED'; details: Record<string, string>; note: (string | null); answer: (string | null); requestedAt: string; decidedAt: (string | null); expiresAt: (string | null) }[]; nextCursor: (string | null) }
  }
  /** List senders */
  'list-senders': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; sender: string; kind: 'ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER'; createdAt: string }[]; nextCursor: (string | null) }
  }
  /** Where I am logged in */
  'list-sessions': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { id: string; kind: 'portal' | 'api'; isCurrent: boolean; account: string; address: (string | null); device: (string | null); startedAt: string; lastUsedAt: string }[] }
  }
  /** List binds of now */
  'list-smpp-binds': {
    params: undefined
    query: { userId?: string; limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: string; userId: string; systemId: string; kind: 'TRANSMITTER' | 'RECEIVER' | 'TRANSCEIVER'; version: string; address: string; tls: boolean; boundAt: string; submitted: number; delivered: number }[]; nextCursor: (string | null) }
  }
  /** List SMPP users */
  'list-smpp-users': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: string; systemId: string; name: (string | null); enabled: boolean; allowedAddresses: string[]; tlsOnly: boolean; bindKinds: ('TRANSMITTER' | 'RECEIVER' | 'TRANSCEIVER')[]; bindsMax: number; window: number; deliveryWindow: number; partsPerSecond: number; version: '3.4' | '5.0'; alphabet: 'GSM7' | 'GSM7_PACKED' | 'LATIN1' | 'ASCII' | 'UTF8'; messageIds: 'UUID' | 'HEX' | 'DECIMAL'; receipts: { text: 'MINUTES' | 'SECONDS' | 'NONE'; messageIds: 'UUID' | 'HEX' | 'DECIMAL'; parameters: boolean; networkError: boolean }; senderPolicy: 'AS_SENT' | 'WHEN_EMPTY' | 'ALWAYS'; sender: (string | null); inboundNumbers: string[]; allInbound: boolean; longInbound: 'SEGMENTS' | 'PAYLOAD'; binds: number; boundAt: (string | null); createdAt: string; changedAt: string }[]; nextCursor: (string | null) }
  }
  /** List the channels and events that can be subscribed to */
  'list-subscription-events': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { channel: string; events: string[]; served: string[] }[] }
  }
  /** List payments by card, newest first */
  'list-top-ups': {
    params: undefined
    query: { cursor?: string; limit?: number }
    body: undefined
    answer: { results: { id: string; provider: 'STRIPE' | 'SIMULATED'; invoiceId: (string | null); currency: string; net: string; vat: string; payable: string; state: 'BEGUN' | 'PAID' | 'FAILED' | 'EXPIRED'; address: (string | null); receiptId: (string | null); begunAt: string }[]; nextCursor: (string | null) }
  }
  /** List people */
  'list-users': {
    params: undefined
    query: { limit?: number; cursor?: string }
    body: undefined
    answer: { results: { id: number; email: string; name: string; role: { id: string; name: string }; state: 'active' | 'disabled'; joinedAt: string }[]; nextCursor: (string | null) }
  }
  /** List verified numbers, and what is left of the trial */
  'list-verified-numbers': {
    params: undefined
    query: undefined
    body: undefined
    answer: { results: { id: string; number: string; verifiedAt: (string | null); createdAt: string }[]; trial: ({ messagesLeft: number; messagesLeftToday: number; endsAt: (string | null) } | null) }
  }
  /** List deliveries to webhooks, newest first, for eight days */
  'list-webhook-deliveries': {
    params: undefined
    query: { limit?: number; cursor?: string; profileId?: string; failed?: boolean }
    body: undefined
    answer: { results: { id: string; at: string; profileId: (string | null); subscriptionId: (string | null); channel: string; event: string; target: string; items: number; attempt: number; ok: boolean; status: (number | null); tookMs: number; reason: (string | null); canReplay: boolean }[]; nextCursor: (string | null) }
  }
  /** Confirm a conversion */
  'log-end-tag': {
    params: { messageId: string }
    query: undefined
    body: undefined
    answer: { processKey: string }
  }
  /** What an invitation is to */
  'look-at-invitation': {
    params: undefined
    query: undefined
    body: { token: string }
    answer: { accountName: string; email: string; invitedBy: (string | null); role: { id: string; name: string }; isKnown: boolean }
  }
  /** Whose sign-up a link is */
  'look-at-sign-up': {
    params: undefined
    query: undefined
    body: { token: string }
    answer: { email: string }
  }
  /** Rename an application */
  'modify-application': {
    params: { applicationId: string }
    query: undefined
    body: { applicationName?: string }
    answer: undefined
  }
  /** Rename an entity */
  'modify-entity': {
    params: { entityId: string }
    query: undefined
    body: { entityName?: string }
    answer: undefined
  }
  /** Stop an account’s messages for at most 24 hours */
  'pause-account': {
    params: { accountKey: string }
    query: undefined
    body: { hours?: number; reason: string }
    answer: { key: string; parentKey: (string | null); name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; depth: number; state: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; relation: 'OWN' | 'CUSTOMER'; person: ('NATURAL' | 'LEGAL' | null); country: (string | null); declaredOfAge: boolean; branding: { displayName: (string | null); color: (string | null); logoUrl: (string | null); supportEmail: (string | null) }; dataRegion: (string | null); ambiguous: 'RESEND' | 'HOLD'; trialEndsAt: (string | null); pausedUntil: (string | null); createdAt: string; closedAt: (string | null); history: { from: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; to: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED'; reason: string; by: 'PERSON' | 'SOFTWARE' | 'INSTALLATION'; fromAccountKey: (string | null); changedAt: string }[] }
  }
  /** Stop deliveries to a profile; what comes meanwhile waits, for up to 48 hours */
  'pause-profile': {
    params: { profileId: string }
    query: undefined
    body: undefined
    answer: { profileId: string; paused: boolean; pausedAt: (string | null); reason: (string | null); failures: number; failingSince: (string | null) }
  }
  /** Say how a payment by the simulated card ends */
  'pay-simulated-card': {
    params: { id: string }
    query: undefined
    body: { outcome: 'PAID' | 'FAILED' }
    answer: { id: string; provider: 'STRIPE' | 'SIMULATED'; invoiceId: (string | null); currency: string; net: string; vat: string; payable: string; state: 'BEGUN' | 'PAID' | 'FAILED' | 'EXPIRED'; address: (string | null); receiptId: (string | null); begunAt: string }
  }
  /** Log in to the portal with a passkey: what to sign */
  'portal-begin-passkey-log-in': {
    params: undefined
    query: undefined
    body: undefined
    answer: { challenge: string; passkey: Record<string, unknown>; expiresAt: string }
  }
  /** Log in to the portal */
  'portal-log-in': {
    params: undefined
    query: undefined
    body: { email: string; password: string }
    answer: ({ user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; isRoot: boolean; currency: string; state: 'trial' | 'active' | 'suspended' | 'closed' }; actingFrom: ({ key: string; name: string } | null); scopes: string[]; mustSetUpSecondFactor: boolean; role: { id: string; name: string }; memberships: { accountKey: string; accountName: string; state: 'trial' | 'active' | 'suspended' | 'closed'; role: { id: string; name: string } }[] } | { next: 'SECOND_FACTOR' | 'SSO'; methods: ('TOTP' | 'PASSKEY' | 'RECOVERY_CODE')[]; challenge: (string | null); passkey: (Record<string, unknown> | null); start: (string | null); expiresAt: (string | null) })
  }
  /** Log in to the portal: the second factor */
  'portal-log-in-second-factor': {
    params: undefined
    query: undefined
    body: { challenge: string; code?: string; recoveryCode?: string; passkey?: { id: string; rawId: string; type: 'public-key'; response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string }; clientExtensionResults: Record<string, unknown> } }
    answer: ({ user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; isRoot: boolean; currency: string; state: 'trial' | 'active' | 'suspended' | 'closed' }; actingFrom: ({ key: string; name: string } | null); scopes: string[]; mustSetUpSecondFactor: boolean; role: { id: string; name: string }; memberships: { accountKey: string; accountName: string; state: 'trial' | 'active' | 'suspended' | 'closed'; role: { id: string; name: string } }[] } | { next: 'SECOND_FACTOR' | 'SSO'; methods: ('TOTP' | 'PASSKEY' | 'RECOVERY_CODE')[]; challenge: (string | null); passkey: (Record<string, unknown> | null); start: (string | null); expiresAt: (string | null) })
  }
  /** Log out of the portal */
  'portal-log-out': {
    params: undefined
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Log in to the portal with a passkey */
  'portal-passkey-log-in': {
    params: undefined
    query: undefined
    body: { challenge: string; passkey: { id: string; rawId: string; type: 'public-key'; response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string }; clientExtensionResults: Record<string, unknown> } }
    answer: ({ user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; isRoot: boolean; currency: string; state: 'trial' | 'active' | 'suspended' | 'closed' }; actingFrom: ({ key: string; name: string } | null); scopes: string[]; mustSetUpSecondFactor: boolean; role: { id: string; name: string }; memberships: { accountKey: string; accountName: string; state: 'trial' | 'active' | 'suspended' | 'closed'; role: { id: string; name: string } }[] } | { next: 'SECOND_FACTOR' | 'SSO'; methods: ('TOTP' | 'PASSKEY' | 'RECOVERY_CODE')[]; challenge: (string | null); passkey: (Record<string, unknown> | null); start: (string | null); expiresAt: (string | null) })
  }
  /** Enter a payment of an account right below, or correct its balance */
  'post-to-balance': {
    params: { account: string }
    query: undefined
    body: { kind: 'TOP_UP' | 'ADJUSTMENT'; amount: string; reason: string; reference?: string }
    answer: { account: string; accountName: string; currency: string; balance: string; prepaid: boolean; creditLimit: (string | null); paidBy: 'SELF' | 'PARENT'; zone: string; alertsBelow: string[]; priceLists: { listId: (number | null); name: (string | null); validFrom: string }[] }
  }
  /** What a message to a number costs at a time, and why */
  'preview-price': {
    params: undefined
    query: { to: string; sender?: string; direction?: 'MT' | 'MO'; channel?: string; parts?: number; at?: string; account?: string; listId?: number }
    body: undefined
    answer: { country: (string | null); countryName: (string | null); network: (string | null); networkName: (string | null); at: string; priced: boolean; charges: { account: (string | null); currency: string; total: string; lines: { listId: number; priceId: string; kind: 'BASE' | 'SURCHARGE'; name: string; unit: 'PART' | 'MESSAGE'; amount: string; total: string }[] }[] }
  }
  /** Preview a message */
  'preview-sms-message': {
    params: undefined
    query: undefined
    body: { text: string; languageCode?: (string | null); transliteration?: (string | null) }
    answer: { originalText: string; previews: { textPreview: string; messageCount: number; charactersRemaining: number; configuration: { language?: { languageCode?: string }; transliteration?: string } }[] }
  }
  /** Show who I am, for changes to how I log in */
  'prove-who-i-am': {
    params: undefined
    query: undefined
    body: { code?: string; recoveryCode?: string; passkey?: { id: string; rawId: string; type: 'public-key'; response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string }; clientExtensionResults: Record<string, unknown> }; password?: string; challenge?: string }
    answer: { freshUntil: string }
  }
  /** Say which network numbers belong to */
  'put-number-network': {
    params: { prefix: string }
    query: undefined
    body: { network: string }
    answer: { prefix: string; network: string; networkName: (string | null); updatedAt: string }
  }
  /** Query figures of traffic */
  'query-aggregate-data': {
    params: undefined
    query: undefined
    body: { callbackUrl: string; request: { filterBy: { accountKeys?: string[]; includeSubaccounts?: boolean; sentSince: string; sentUntil: string; timeToDeliver?: { from?: string; to?: string }[]; timeToAnswer?: { from?: string; to?: string }[]; timeToClickFromSeen?: { from?: string; to?: string }[]; timeToClickFromDelivered?: { from?: string; to?: string }[]; timeToSeenFromDelivered?: { from?: string; to?: string }[]; timeToOpenFromDelivered?: { from?: string; to?: string }[]; channelCodes: ('SMS' | 'EMAIL' | 'FACEBOOK' | 'INSTAGRAM' | 'KAKAO' | 'LINE' | 'MMS' | 'RCS' | 'TELEGRAM' | 'VIBER' | 'VOICE_VIDEO' | 'WHATSAPP' | 'ZALO' | 'APPLE_MB')[]; capabilities?: string[]; directions?: ('OUTBOUND' | 'INBOUND')[]; trafficTypes?: string[]; senders?: string[]; senderTypes?: string[]; communicationIds?: number[]; campaignReferenceIds?: string[]; networkIds?: number[]; countryIds?: number[]; platforms?: { applicationId?: string; entityId?: string }[]; applicationId?: string; entityId?: string; statusGroups?: ('PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED')[]; statuses?: string[]; errorGroups?: ('OK' | 'HANDSET_ERRORS' | 'USER_ERRORS' | 'OPERATOR_ERRORS')[]; errorCodes?: string[] }; aggregateBy: string[]; metrics: string[] } }
    answer: { requestId: string }
  }
  /** Query what was used and what it costs; the answer goes to the callback URL */
  'query-billing-usage': {
    params: undefined
    query: undefined
    body: { callbackUrl: string; request: { filterBy: { dateInterval: { sentSince: string; sentUntil: string }; accountKeys?: string[]; categories?: ('SMS' | 'SMS_OPERATOR_FEE' | 'MMS' | 'MMS_OPERATOR_FEE' | 'EMAIL' | 'RCS' | 'WHATSAPP' | 'VIBER' | 'APPLE_MB' | 'MOBILE_PUSH' | 'NUMBER_LOOKUP' | 'CARRIER_LOOKUP' | 'EMAIL_VALIDATION' | 'AGENTOS' | 'AI')[]; subCategories?: ('VIBER_BM' | 'VIBER_BOTS')[]; countryCodes?: string[]; platforms?: { applicationId?: string; entityId?: string }[]; directions?: ('OUTBOUND' | 'INBOUND')[]; trafficTypes?: string[]; senders?: string[]; senderTypes?: string[]; campaignReferenceIds?: string[]; campaignIds?: number[]; templateIds?: string[] }; aggregateBy: ('DAY' | 'MONTH' | 'APPLICATION_ID' | 'ENTITY_ID' | 'ACCOUNT_NAME' | 'ACCOUNT_KEY' | 'CATEGORY_CODE' | 'CATEGORY_NAME' | 'SUBCATEGORY_CODE' | 'SUBCATEGORY_NAME' | 'USER_NAME' | 'DIRECTION' | 'TRAFFIC_TYPE' | 'SENDER' | 'SENDER_TYPE' | 'NETWORK_NAME' | 'NORM_NET_CODE' | 'COUNTRY_NAME' | 'COUNTRY_CODE' | 'COUNTRY_PREFIX' | 'CAMPAIGN_ID' | 'CAMPAIGN_REFERENCE' | 'TEMPLATE_ID')[]; options?: { includeUnfinalizedData?: boolean } } }
    answer: { requestId: string }
  }
  /** Take numbers off the list of a country */
  'remove-do-not-contact': {
    params: { country: string }
    query: undefined
    body: { numbers: string[] }
    answer: { changed: number }
  }
  /** Remove somebody from the account */
  'remove-user': {
    params: { userId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Rename a second factor */
  'rename-second-factor': {
    params: { id: number }
    query: undefined
    body: { name: string }
    answer: { id: number; kind: 'TOTP' | 'PASSKEY'; name: string; createdAt: string; lastUsedAt: (string | null) }
  }
  /** Make a new callback address */
  'renew-operator-callback-address': {
    params: { connectionId: number }
    query: undefined
    body: { endNow?: boolean }
    answer: { url: string }
  }
  /** Send delivery reports of ended messages once more */
  'replay-reports': {
    params: undefined
    query: undefined
    body: { since: string; until: string; bulkId?: string; to?: string; cursor?: string }
    answer: { queued: number; nextCursor: (string | null) }
  }
  /** Send what failed deliveries of a time held once more */
  'replay-webhook-deliveries': {
    params: undefined
    query: undefined
    body: { since: string; until?: string; profileId?: string }
    answer: { deliveries: number; queued: number; gone: number }
  }
  /** Send what a delivery held once more */
  'replay-webhook-delivery': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { deliveries: number; queued: number; gone: number }
  }
  /** Ask for a sender to be registered for a country */
  'request-sender-registration': {
    params: undefined
    query: undefined
    body: { sender: string; country: string; details?: Record<string, string>; note?: string }
    answer: { id: number; accountKey: string; sender: string; kind: 'ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE'; country: string; state: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'EXPIRED'; details: Record<string, string>; note: (string | null); answer: (string | null); requestedAt: string; decidedAt: (string | null); expiresAt: (string | null) }
  }
  /** Move a scheduled bulk to another time */
  'reschedule-sms-messages': {
    params: undefined
    query: { bulkId: string }
    body: { sendAt: string }
    answer: { bulkId: string; sendAt: string }
  }
  /** Send an invitation again */
  'resend-invitation': {
    params: { invitationId: number }
    query: undefined
    body: undefined
    answer: { id: number; email: string; role: { id: string; name: string }; invitedBy: (string | null); sentAt: string; expiresAt: string; isOver: boolean }
  }
  /** Let the rules of the files hold again */
  'reset-country-rules': {
    params: { country: string }
    query: { accountKey?: string }
    body: undefined
    answer: undefined
  }
  /** Remove a colleague's second factors */
  'reset-second-factors': {
    params: { userId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Wipe messages, receipts and settings of the simulator */
  'reset-simulator': {
    params: undefined
    query: undefined
    body: { keepSettings?: boolean }
    answer: { messages: number; waiting: number }
  }
  /** Make the links of a connection anew */
  'restart-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Take one bind back into use */
  'resume-operator-bind': {
    params: { connectionId: number; number: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Take a connection back into use */
  'resume-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: undefined
    answer: { state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Deliver to a profile again, beginning with what waits */
  'resume-profile': {
    params: { profileId: string }
    query: undefined
    body: undefined
    answer: { profileId: string; paused: boolean; pausedAt: (string | null); reason: (string | null); failures: number; failingSince: (string | null) }
  }
  /** Try receipts that fit no message again now */
  'retry-parked-receipts': {
    params: undefined
    query: undefined
    body: { connectionId?: number }
    answer: { receipts: number }
  }
  /** Revoke an invitation */
  'revoke-invitation': {
    params: { invitationId: number }
    query: undefined
    body: undefined
    answer: undefined
  }
  /** Give an SMPP user a new password */
  'rotate-smpp-password': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { password: string }
  }
  /** Search the audit log */
  'search-audit-logs': {
    params: undefined
    query: { action?: 'Accept' | 'Activation' | 'Add' | 'Assign' | 'Buy' | 'Cancel' | 'Change' | 'Clone' | 'Create' | 'CreateGenerate' | 'CreateVersion' | 'Delete' | 'DeleteVersion' | 'Disable' | 'Download' | 'Duplicate' | 'Enable' | 'Export' | 'Finish' | 'Import' | 'InviteToMobileDemoApplication' | 'Launch' | 'LaunchVersion' | 'Lock' | 'Login' | 'Logout' | 'Merge' | 'Pause' | 'Remove' | 'Request' | 'Restore' | 'Schedule' | 'Sent' | 'StopVersion' | 'Successful' | 'Unlock' | 'Update' | 'Updated' | 'Unsuccessful' | 'Verify'; description?: string; from?: string; item?: 'TFA' | 'Account' | 'ApiKey' | 'AutomaticPayment' | 'BillingAddress' | 'Blacklist' | 'Campaign' | 'Communication' | 'Company' | 'CustomField' | 'Domain' | 'ExportConfiguration' | 'Forms' | 'Keyword' | 'MobileApplication' | 'MobileDemoApplication' | 'Number' | 'OneTimePayment' | 'Password' | 'Person' | 'Price' | 'Report' | 'Segment' | 'Search' | 'Tag' | 'Team' | 'Template' | 'URL' | 'User' | 'Website'; ipAddress?: string; to?: string; userKey?: string; limit?: number }
    body: undefined
    answer: { id: (string | null); action: (string | null); item: (string | null); description: (string | null); username: (string | null); ipAddress: (string | null); timestamp: string }[]
  }
  /** Look for messages of all accounts */
  'search-messages-anywhere': {
    params: undefined
    query: { limit?: number; cursor?: string; messageId?: string; operatorId?: string; to?: string; bulkId?: string; since?: string; until?: string }
    body: undefined
    answer: { results: { accountKey: string; accountName: string; id: string; messageId: string; bulkId: (string | null); channel: string; direction: 'MT'; sender: string; to: string; binary: boolean; parts: number; status: { groupId: number; groupName: string; id: number; name: string; description: string; action?: string }; error: { groupId: number; groupName: string; id: number; name: string; description: string; permanent: boolean }; mccMnc: (string | null); networkName: (string | null); price: { pricePerMessage: number; currency: string }; acceptedAt: string; sendAt: (string | null); sentAt: (string | null); doneAt: (string | null); simulated: boolean }[]; nextCursor: (string | null) }
  }
  /** Send binary messages (older form) */
  'send-binary-sms-message': {
    params: undefined
    query: undefined
    body: { bulkId?: (string | null); sendingSpeedLimit?: ({ amount: number; timeUnit?: 'MINUTE' | 'HOUR' | 'DAY' } | null); messages: { from?: (string | null); destinations: { to: string; messageId?: (string | null) }[]; flash?: (boolean | null); callbackData?: (string | null); deliveryTimeWindow?: ({ days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from?: ({ hour: number; minute: number } | null); to?: ({ hour: number; minute: number } | null); timeZone?: 'UTC' | 'RECIPIENT' } | null); intermediateReport?: (boolean | null); notifyContentType?: (string | null); notifyUrl?: (string | null); regional?: ({ indiaDlt?: ({ contentTemplateId?: (string | null); principalEntityId: string; telemarketerId?: (string | null) } | null); turkeyIys?: ({ brandCode?: (number | null); recipientType: 'BIREYSEL' | 'TACIR' } | null); southKorea?: ({ title?: (string | null); resellerCode?: (number | null) } | null) } | null); sendAt?: (string | null); validityPeriod?: (number | null); entityId?: (string | null); applicationId?: (string | null); campaignReferenceId?: (string | null); binary?: ({ hex: string; dataCoding?: (number | null); esmClass?: (number | null) } | null) }[] }
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
    body: { bulkId?: (string | null); sendingSpeedLimit?: ({ amount: number; timeUnit?: 'MINUTE' | 'HOUR' | 'DAY' } | null); messages: { from?: (string | null); destinations: { to: string; messageId?: (string | null) }[]; flash?: (boolean | null); callbackData?: (string | null); deliveryTimeWindow?: ({ days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from?: ({ hour: number; minute: number } | null); to?: ({ hour: number; minute: number } | null); timeZone?: 'UTC' | 'RECIPIENT' } | null); intermediateReport?: (boolean | null); notifyContentType?: (string | null); notifyUrl?: (string | null); regional?: ({ indiaDlt?: ({ contentTemplateId?: (string | null); principalEntityId: string; telemarketerId?: (string | null) } | null); turkeyIys?: ({ brandCode?: (number | null); recipientType: 'BIREYSEL' | 'TACIR' } | null); southKorea?: ({ title?: (string | null); resellerCode?: (number | null) } | null) } | null); sendAt?: (string | null); validityPeriod?: (number | null); entityId?: (string | null); applicationId?: (string | null); campaignReferenceId?: (string | null); text?: (string | null); language?: ({ languageCode?: (string | null) } | null); transliteration?: (string | null) }[]; urlOptions?: ({ shortenUrl?: (boolean | null); trackClicks?: (boolean | null); trackingUrl?: (string | null); removeProtocol?: (boolean | null); customDomain?: (string | null) } | null); tracking?: ({ baseUrl?: (string | null); processKey?: (string | null); track?: (string | null); type?: (string | null) } | null); includeSmsCountInResponse?: (boolean | null) }
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
    body: { messages: { sender?: (string | null); destinations: { to: string; messageId?: (string | null); networkId?: (number | null) }[]; content: { text?: string; transliteration?: 'NONE' | 'TURKISH' | 'GREEK' | 'CYRILLIC' | 'SERBIAN_CYRILLIC' | 'BULGARIAN_CYRILLIC' | 'CENTRAL_EUROPEAN' | 'BALTIC' | 'PORTUGUESE' | 'COLOMBIAN' | 'NON_UNICODE' | 'ALL'; language?: ({ languageCode?: 'NONE' | 'TR' | 'ES' | 'PT' | 'AUTODETECT'; singleShift?: (boolean | null); lockingShift?: (boolean | null) } | null); hex?: string; dataCoding?: (number | null); esmClass?: (number | null) }; options?: ({ platform?: ({ entityId?: (string | null); applicationId?: (string | null) } | null); validityPeriod?: ({ amount: number; timeUnit?: 'SECONDS' | 'MINUTES' | 'HOURS' } | null); deliveryTimeWindow?: ({ days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from?: ({ hour: number; minute: number } | null); to?: ({ hour: number; minute: number } | null); timeZone?: 'UTC' | 'RECIPIENT' } | null); campaignReferenceId?: (string | null); contentClass?: 'OTP' | 'TRANSACTIONAL' | 'MARKETING'; regional?: ({ indiaDlt?: ({ contentTemplateId?: (string | null); principalEntityId: string; telemarketerId?: (string | null) } | null); turkeyIys?: ({ brandCode?: (number | null); recipientType: 'BIREYSEL' | 'TACIR' } | null); southKorea?: ({ title?: (string | null); resellerCode?: (number | null) } | null) } | null); flash?: (boolean | null) } | null); webhooks?: ({ delivery?: ({ url?: (string | null); intermediateReport?: (boolean | null); notify?: (boolean | null) } | null); contentType?: (string | null); callbackData?: (string | null) } | null) }[]; options?: ({ schedule?: ({ bulkId?: (string | null); sendAt?: (string | null); sendingSpeedLimit?: ({ amount: number; timeUnit?: 'MINUTE' | 'HOUR' | 'DAY' } | null) } | null); tracking?: ({ shortenUrl?: (boolean | null); trackClicks?: (boolean | null); trackingUrl?: (string | null); removeProtocol?: (boolean | null); customDomain?: (string | null) } | null); includeSmsCountInResponse?: (boolean | null); conversionTracking?: ({ useConversionTracking?: (boolean | null); conversionTrackingName?: (string | null) } | null) } | null) }
    answer: { bulkId?: string; messages: { messageId: string; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; destination: string; details: { messageCount?: number } }[] }
  }
  /** Send a message by query parameters */
  'send-sms-messages-over-query-parameters': {
    params: undefined
    query: { bulkId?: string; from?: string; to: string[]; flash?: (boolean | null); transliteration?: string; languageCode?: string; intermediateReport?: (boolean | null); notifyUrl?: string; notifyContentType?: string; callbackData?: string; validityPeriod?: (number | null); sendAt?: string; trackingType?: string; indiaDltContentTemplateId?: string; indiaDltPrincipalEntityId?: string; indiaDltTelemarketerId?: string; turkeyIysBrandCode?: (number | null); turkeyIysRecipientType?: string; southKoreaResellerCode?: (number | null); text: string; includeSmsCountInResponse?: (boolean | null); trackingUrl?: string; southKoreaTitle?: string }
    body: undefined
    answer: { bulkId?: string; messages: { messageId: string; status: { groupId: number; groupName: 'ACCEPTED' | 'PENDING' | 'UNDELIVERABLE' | 'DELIVERED' | 'EXPIRED' | 'REJECTED'; id: number; name: string; description: string; action?: string }; destination: string; details: { messageCount?: number } }[] }
  }
  /** Send a test mail and tell what the relay says */
  'send-test-mail': {
    params: undefined
    query: undefined
    body: { to: string }
    answer: { accepted: boolean; code: (number | null); answer: string }
  }
  /** Set the limits of requests of an account */
  'set-account-throttles': {
    params: { accountKey: string }
    query: undefined
    body: { factor?: (number | null); unlimited?: boolean; requestsPerSecondPerKey?: (number | null); operations?: { operationId: string; requests: number; per: 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY' }[] }
    answer: { factor?: (number | null); unlimited?: boolean; requestsPerSecondPerKey?: (number | null); operations?: { operationId: string; requests: number; per: 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY' }[] }
  }
  /** Say what holds for a country instead */
  'set-country-rules': {
    params: { country: string }
    query: undefined
    body: { rule: { enforced?: boolean; senders?: { ALPHANUMERIC?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; LONG_NUMBER?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; SHORT_CODE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; TOLL_FREE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED' }; opening?: (string | null); closedOnHolidays?: boolean; holidays?: string[]; requiredOptions?: string[]; validityMinutesMax?: (number | null) }; reason: string; accountKey?: string }
    answer: { country: string; name: string; timeZones: string[]; senders: { kind: 'ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE'; use: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; source: string; lookedUp: string }[]; hours: { prefixes: string[]; opening: string; closedOnHolidays: boolean; source: string; lookedUp: string }[]; holidays: { days: string[]; source: string; lookedUp: string }[]; requiredOptions: { option: string; contentClasses: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; source: string; lookedUp: string }[]; registrationFields: { name: string; about: string; kinds: ('ALPHANUMERIC' | 'LONG_NUMBER' | 'SHORT_CODE' | 'TOLL_FREE')[]; source: string; lookedUp: string }[]; duties: { kind: 'sender-prefix' | 'sender-suffix' | 'note'; value: string; source: string; lookedUp: string }[]; installation: ({ rule: { enforced?: boolean; senders?: { ALPHANUMERIC?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; LONG_NUMBER?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; SHORT_CODE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; TOLL_FREE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED' }; opening?: (string | null); closedOnHolidays?: boolean; holidays?: string[]; requiredOptions?: string[]; validityMinutesMax?: (number | null) }; reason: string; updatedAt: string } | null); account: ({ rule: { enforced?: boolean; senders?: { ALPHANUMERIC?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; LONG_NUMBER?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; SHORT_CODE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED'; TOLL_FREE?: 'ALLOWED' | 'REGISTERED' | 'MARKED' | 'REPLACED' | 'REFUSED' }; opening?: (string | null); closedOnHolidays?: boolean; holidays?: string[]; requiredOptions?: string[]; validityMinutesMax?: (number | null) }; reason: string; updatedAt: string } | null) }
  }
  /** Set keywords and what is answered to them */
  'set-keywords': {
    params: undefined
    query: undefined
    body: { keywords: { words: string; meaning: 'STOP' | 'START' | 'HELP'; sender?: string }[]; answers: { meaning: 'STOP' | 'START' | 'HELP'; sender?: string; text: (string | null) }[] }
    answer: { keywords: { words: string; meaning: 'STOP' | 'START' | 'HELP'; sender?: string }[]; answers: { meaning: 'STOP' | 'START' | 'HELP'; sender?: string; text: (string | null) }[]; languages: { language: string; meaning: string; words: string; source: string; lookedUp: string }[] }
  }
  /** Say where national rules bind */
  'set-rule-enforcement': {
    params: undefined
    query: undefined
    body: { enforcement: 'REAL_ROUTES' | 'ALL_ROUTES' | 'OFF' }
    answer: { enforcement: 'REAL_ROUTES' | 'ALL_ROUTES' | 'OFF' }
  }
  /** Say what a sender is for */
  'set-sender-class': {
    params: { sender: string }
    query: undefined
    body: { contentClass: ('OTP' | 'TRANSACTIONAL' | 'MARKETING' | null) }
    answer: undefined
  }
  /** Say how the account sends */
  'set-sending-settings': {
    params: undefined
    query: undefined
    body: { contentClass: ('OTP' | 'TRANSACTIONAL' | 'MARKETING' | null); flooding: { variedMax: (number | null); identicalMax: (number | null); minutes: (number | null) }; duplicateSeconds: (number | null); keywordsOn: (boolean | null); optOutScope: ('SENDER' | 'ACCOUNT' | null) }
    answer: { own: { contentClass: ('OTP' | 'TRANSACTIONAL' | 'MARKETING' | null); flooding: { variedMax: (number | null); identicalMax: (number | null); minutes: (number | null) }; duplicateSeconds: (number | null); keywordsOn: (boolean | null); optOutScope: ('SENDER' | 'ACCOUNT' | null) }; inForce: { contentClass: 'OTP' | 'TRANSACTIONAL' | 'MARKETING'; flooding: { variedMax: number; identicalMax: number; minutes: number }; duplicateSeconds: number; keywordsOn: boolean; optOutScope: 'SENDER' | 'ACCOUNT'; enforcement: 'REAL_ROUTES' | 'ALL_ROUTES' | 'OFF' } }
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
  /** Ask for an account */
  'sign-up': {
    params: undefined
    query: undefined
    body: { email: string; name: string; company?: string; person?: 'natural' | 'legal'; country?: string; locale?: string; ofAge: boolean; termsVersion: string }
    answer: undefined
  }
  /** Log in by an account's provider of identities */
  'start-sso': {
    params: undefined
    query: { email?: string; account?: string; next?: string }
    body: undefined
    answer: undefined
  }
  /** Let this session act in another of my accounts */
  'switch-account': {
    params: undefined
    query: undefined
    body: { account: string }
    answer: undefined
  }
  /** Take what an operator tells */
  'take-operator-callback': {
    params: { token: string }
    query: undefined
    body: undefined
    answer: string
  }
  /** Take what an operator tells in the query */
  'take-operator-callback-query': {
    params: { token: string }
    query: undefined
    body: undefined
    answer: string
  }
  /** Where Stripe tells a seller of payments */
  'take-stripe-event': {
    params: { account: string }
    query: undefined
    body: Record<string, unknown>
    answer: { received: boolean }
  }
  /** Connect to an address with a client certificate */
  'test-connection-to-webhook': {
    params: undefined
    query: undefined
    body: { certificateId: string; webhookUrl: string }
    answer: { certificateId: string; webhookUrl: string; result: 'SUCCESS' | 'FAIL'; failReasons: string[]; hint?: string }
  }
  /** Try settings before saving them */
  'test-operator-connection': {
    params: undefined
    query: undefined
    body: { name?: string; kind: 'SMPP_CLIENT' | 'HTTP'; host?: string; port?: number; tls?: { enabled?: boolean; verify?: boolean; ca?: (string | null) }; systemId?: string; systemType?: string; bindType?: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds?: number; windowSize?: number; messagesPerSecond?: (number | null); enquireLinkSeconds?: number; responseTimeoutSeconds?: number; receipts?: { idForm?: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; clockOffsetMinutes?: number }; encoding?: { defaultAlphabet?: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation?: 'UDH' | 'SAR'; sourceTon?: (number | null); sourceNpi?: (number | null); serviceType?: string }; vendor?: (string | null); dialect?: { alphanumericSender?: ({ ton: number; npi: number } | null); longNumberSender?: ({ ton: number; npi: number } | null); shortCodeSender?: ({ ton: number; npi: number } | null); recipient?: ({ ton: number; npi: number } | null); validity?: 'RELATIVE' | 'ABSOLUTE' | 'NONE'; congestionStatuses?: number[]; unmarkedReceipts?: boolean }; http?: ({ preset: 'INFOBIP' | 'TWILIO' | 'VONAGE' | 'GENERIC'; url?: (string | null); reports?: 'PUSH' | 'PULL' | 'NONE'; signature?: 'NONE' | 'MD5_HASH' | 'HMAC_MD5' | 'HMAC_SHA1' | 'HMAC_SHA256' | 'HMAC_SHA512'; generic?: ({ method: 'POST' | 'PUT' | 'GET'; url: string; contentType: 'application/json' | 'application/x-www-form-urlencoded' | 'text/xml' | 'text/plain'; headers: { name: string; value: string }[]; body: (string | null); idAt: string; errorAt: (string | null); errors: { code: string; meaning: 'PERMANENT' | 'TEMPORARY' | 'CONGESTION' | 'UNUSABLE'; reason?: 'SENDER' | 'RECIPIENT' | 'LENGTH' | 'OTHER' }[]; callbackListAt: (string | null); callbackReply: (string | null); receipt: ({ idAt: string; statusAt: string; states: { word: string; state: 'ENROUTE' | 'ACCEPTED' | 'DELIVERED' | 'EXPIRED' | 'DELETED' | 'UNDELIVERABLE' | 'REJECTED' | 'UNKNOWN' }[]; errorAt: (string | null) } | null); inbound: ({ fromAt: string; toAt: string; textAt: string } | null); signature: ({ header: string; method: 'HMAC_SHA256_HEX' | 'HMAC_SHA256_BASE64' | 'PLAIN' } | null) } | null) } | null); enabled?: boolean; password?: (string | null); signatureSecret?: (string | null); connectionId?: (number | null) }
    answer: { succeeded: boolean; outcome: 'BOUND' | 'NAME_NOT_RESOLVED' | 'REFUSED' | 'UNREACHABLE' | 'TIMED_OUT' | 'TLS_FAILED' | 'WRONG_PASSWORD' | 'WRONG_SYSTEM_ID' | 'ALREADY_BOUND' | 'BIND_REFUSED' | 'NO_ANSWER' | 'CLOSED' | 'FAILED'; text: string; whatToDo: (string | null); commandStatus: (string | null); peerSystemId: (string | null); tookMs: number }
  }
  /** Send a sample event to a profile now */
  'test-profile': {
    params: { profileId: string }
    query: undefined
    body: { channel: 'SMS' | 'AGENT_OS' | 'APPLE_MESSAGES_FOR_BUSINESS' | 'BLOCKLIST' | 'CUSTOMER_ENGAGEMENT' | 'EMAIL' | 'FACEBOOK' | 'KAKAO_ALIM' | 'KAKAO_BRAND_MESSAGE' | 'LINE' | 'MMS' | 'MOBILE_IDENTITY' | 'MOBILE_PUSH' | 'NUMBER_LOOKUP' | 'OPEN_CHANNEL' | 'RCS' | 'REGISTRATION' | 'VIBER' | 'VOICE_VIDEO' | 'WEB_PUSH' | 'WHATSAPP' | 'ZALO'; event: string }
    answer: { ok: boolean; status: (number | null); reason: (string | null); tookMs: number; request: { url: string; headers: Record<string, string>; body: string }; signature: ({ header: string; algorithm: string; signed: string } | null); answer: (string | null) }
  }
  /** Test the account's provider of identities */
  'test-sso': {
    params: undefined
    query: undefined
    body: undefined
    answer: { ok: boolean; checks: { check: 'DISCOVERY' | 'ENDPOINTS' | 'KEYS' | 'PKCE' | 'EMAIL'; ok: boolean; detail: string }[] }
  }
  /** Rename, suspend or resume a sub-account */
  'update-account': {
    params: { accountKey: string }
    query: undefined
    body: { name?: string; enabled?: boolean }
    answer: { key: string; ownerKey: string; name: string; enabled: boolean }
  }
  /** Change an API key */
  'update-api-key': {
    params: { apiKeyId: string }
    query: undefined
    body: { accountId?: string; allowedIPs?: string[]; validFrom?: string; validTo?: string; permissions?: ('PUBLIC_API' | '2FA_CLIENT' | 'WEB_SDK')[]; platform?: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids?: string[]; name?: string; enabled?: boolean }
    answer: { id: string; apiKeySecret?: string; accountId: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: string[]; platform: { key?: string; applicationId: string; entityId?: string; action?: 'FILL' | 'FORCE' }[]; scopeGuids: string[] }
  }
  /** Change an API key of an account (deprecated) */
  'update-api-key-deprecated': {
    params: { accountKey: string; key: string }
    query: undefined
    body: { allowedIPs?: string[]; validFrom?: string; validTo?: string; enabled?: boolean; permissions?: ('ALL' | 'TFA' | 'PUSH_CLIENT' | 'PEOPLE_EVENTS_PUBLIC_CLIENT' | 'EXTERNAL_INTEGRATIONS')[]; name?: string }
    answer: { key: string; publicApiKey?: string; accountKey: string; name: string; allowedIPs: string[]; validFrom: string; validTo: string; enabled: boolean; permissions: ('ALL' | 'TFA' | 'PUSH_CLIENT' | 'PEOPLE_EVENTS_PUBLIC_CLIENT' | 'EXTERNAL_INTEGRATIONS')[] }
  }
  /** Say below which balances to be told */
  'update-balance-alerts': {
    params: undefined
    query: undefined
    body: { alertsBelow: string[] }
    answer: { amount: string; currency: string; prepaid: boolean; creditLimit: (string | null); spendable: (string | null); spentPerDay: string; daysLeft: (number | null); zone: string; alertsBelow: string[]; paidBy: 'SELF' | 'PARENT'; packages: { id: number; name: string; channel: (string | null); country: (string | null); unit: 'PART' | 'MESSAGE'; total: number; used: number; validFrom: string; validTo: string; price: string }[]; alerts: { below: string; balance: string; raisedAt: string }[] }
  }
  /** Write what stands on the account’s invoices as buyer */
  'update-billing-profile': {
    params: undefined
    query: undefined
    body: { legalName: string; address: string[]; vatId?: (string | null); email?: (string | null); country: string; isCompany: boolean; language?: 'en' | 'ja'; extra?: { label: string; value: string }[] }
    answer: { legalName: string; address: string[]; country: (string | null); isCompany: boolean; vatId: (string | null); email: (string | null); language: 'en' | 'ja'; extra: { label: string; value: string }[]; complete: boolean }
  }
  /** Change how people of the account log in */
  'update-login-policy': {
    params: undefined
    query: undefined
    body: { secondFactor: 'OPTIONAL' | 'OWNERS_AND_ADMINS' | 'ALL'; passwordApi: boolean }
    answer: { secondFactor: 'OPTIONAL' | 'OWNERS_AND_ADMINS' | 'ALL'; passwordApi: boolean }
  }
  /** Change my name, language or password */
  'update-me': {
    params: undefined
    query: undefined
    body: { name?: string; locale?: string; password?: string; currentPassword?: string }
    answer: { user: { id: number; email: string; name: string; locale: string }; account: { id: number; key: string; name: string; kind: 'OWNER' | 'RESELLER' | 'CUSTOMER' | 'SUB_ACCOUNT'; isRoot: boolean; currency: string; state: 'trial' | 'active' | 'suspended' | 'closed' }; actingFrom: ({ key: string; name: string } | null); scopes: string[]; mustSetUpSecondFactor: boolean; role: { id: string; name: string }; memberships: { accountKey: string; accountName: string; state: 'trial' | 'active' | 'suspended' | 'closed'; role: { id: string; name: string } }[] }
  }
  /** Change when alarms are raised, and who is told */
  'update-operator-alarm-settings': {
    params: undefined
    query: undefined
    body: { downSeconds: number; errorsPercent: number; throttledPercent: number; queueSeconds: number; mail: boolean; webhookUrl: (string | null) }
    answer: { downSeconds: number; errorsPercent: number; throttledPercent: number; queueSeconds: number; mail: boolean; webhookUrl: (string | null) }
  }
  /** Change an operator connection */
  'update-operator-connection': {
    params: { connectionId: number }
    query: undefined
    body: { name: string; kind: 'SMPP_CLIENT' | 'HTTP'; host?: string; port?: number; tls?: { enabled?: boolean; verify?: boolean; ca?: (string | null) }; systemId?: string; systemType?: string; bindType?: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds?: number; windowSize?: number; messagesPerSecond?: (number | null); enquireLinkSeconds?: number; responseTimeoutSeconds?: number; receipts?: { idForm?: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; clockOffsetMinutes?: number }; encoding?: { defaultAlphabet?: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation?: 'UDH' | 'SAR'; sourceTon?: (number | null); sourceNpi?: (number | null); serviceType?: string }; vendor?: (string | null); dialect?: { alphanumericSender?: ({ ton: number; npi: number } | null); longNumberSender?: ({ ton: number; npi: number } | null); shortCodeSender?: ({ ton: number; npi: number } | null); recipient?: ({ ton: number; npi: number } | null); validity?: 'RELATIVE' | 'ABSOLUTE' | 'NONE'; congestionStatuses?: number[]; unmarkedReceipts?: boolean }; http?: ({ preset: 'INFOBIP' | 'TWILIO' | 'VONAGE' | 'GENERIC'; url?: (string | null); reports?: 'PUSH' | 'PULL' | 'NONE'; signature?: 'NONE' | 'MD5_HASH' | 'HMAC_MD5' | 'HMAC_SHA1' | 'HMAC_SHA256' | 'HMAC_SHA512'; generic?: ({ method: 'POST' | 'PUT' | 'GET'; url: string; contentType: 'application/json' | 'application/x-www-form-urlencoded' | 'text/xml' | 'text/plain'; headers: { name: string; value: string }[]; body: (string | null); idAt: string; errorAt: (string | null); errors: { code: string; meaning: 'PERMANENT' | 'TEMPORARY' | 'CONGESTION' | 'UNUSABLE'; reason?: 'SENDER' | 'RECIPIENT' | 'LENGTH' | 'OTHER' }[]; callbackListAt: (string | null); callbackReply: (string | null); receipt: ({ idAt: string; statusAt: string; states: { word: string; state: 'ENROUTE' | 'ACCEPTED' | 'DELIVERED' | 'EXPIRED' | 'DELETED' | 'UNDELIVERABLE' | 'REJECTED' | 'UNKNOWN' }[]; errorAt: (string | null) } | null); inbound: ({ fromAt: string; toAt: string; textAt: string } | null); signature: ({ header: string; method: 'HMAC_SHA256_HEX' | 'HMAC_SHA256_BASE64' | 'PLAIN' } | null) } | null) } | null); enabled?: boolean; password?: (string | null); signatureSecret?: (string | null) }
    answer: { id: number; name: string; kind: 'SMPP_CLIENT' | 'HTTP'; host: string; port: number; tls: { enabled: boolean; verify: boolean; ca: (string | null) }; systemId: string; passwordSet: boolean; signatureSecretSet: boolean; systemType: string; bindType: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'TRANSMITTER_RECEIVER_PAIR'; binds: number; windowSize: number; messagesPerSecond: (number | null); enquireLinkSeconds: number; responseTimeoutSeconds: number; receipts: { idForm: 'AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX'; learnedIdForm: ('AUTO' | 'SAME' | 'RESPONSE_HEX' | 'RECEIPT_HEX' | null); clockOffsetMinutes: number }; encoding: { defaultAlphabet: 'GSM_UNPACKED' | 'GSM_PACKED' | 'LATIN1' | 'ASCII'; concatenation: 'UDH' | 'SAR'; sourceTon: (number | null); sourceNpi: (number | null); serviceType: string }; vendor: (string | null); dialect: { alphanumericSender: ({ ton: number; npi: number } | null); longNumberSender: ({ ton: number; npi: number } | null); shortCodeSender: ({ ton: number; npi: number } | null); recipient: ({ ton: number; npi: number } | null); validity: 'RELATIVE' | 'ABSOLUTE' | 'NONE'; congestionStatuses: number[]; unmarkedReceipts: boolean }; http: ({ preset: 'INFOBIP' | 'TWILIO' | 'VONAGE' | 'GENERIC'; url: string; reports: 'PUSH' | 'PULL' | 'NONE'; signature: 'NONE' | 'MD5_HASH' | 'HMAC_MD5' | 'HMAC_SHA1' | 'HMAC_SHA256' | 'HMAC_SHA512'; generic: ({ method: 'POST' | 'PUT' | 'GET'; url: string; contentType: 'application/json' | 'application/x-www-form-urlencoded' | 'text/xml' | 'text/plain'; headers: { name: string; value: string }[]; body: (string | null); idAt: string; errorAt: (string | null); errors: { code: string; meaning: 'PERMANENT' | 'TEMPORARY' | 'CONGESTION' | 'UNUSABLE'; reason?: 'SENDER' | 'RECIPIENT' | 'LENGTH' | 'OTHER' }[]; callbackListAt: (string | null); callbackReply: (string | null); receipt: ({ idAt: string; statusAt: string; states: { word: string; state: 'ENROUTE' | 'ACCEPTED' | 'DELIVERED' | 'EXPIRED' | 'DELETED' | 'UNDELIVERABLE' | 'REJECTED' | 'UNKNOWN' }[]; errorAt: (string | null) } | null); inbound: ({ fromAt: string; toAt: string; textAt: string } | null); signature: ({ header: string; method: 'HMAC_SHA256_HEX' | 'HMAC_SHA256_BASE64' | 'PLAIN' } | null) } | null) } | null); enabled: boolean; simulated: boolean; createdAt: string; updatedAt: string; state: 'CONNECTED' | 'PARTLY' | 'CONNECTING' | 'DISCONNECTED' | 'DRAINED' | 'DISABLED'; bindStates: { number: number; kind: 'TRANSCEIVER' | 'TRANSMITTER' | 'RECEIVER' | 'HTTP'; state: 'BOUND' | 'PAUSED' | 'CONNECTING' | 'WAITING' | 'DRAINING' | 'DRAINED'; boundSince: (string | null); nextTryAt: (string | null); inFlight: number; windowSize: number }[]; counters: { submitted: number; accepted: number; refused: number; throttled: number; unknown: number; receipts: number; inbound: number; malformed: number; lateResponses: number }; waiting: number; partsPerSecond: number; rateNow: (number | null); roundTripMs: (number | null); connectedSince: (string | null); lastError: ({ at: string; text: string; whatToDo: string } | null) }
  }
  /** Rename a price list */
  'update-price-list': {
    params: { listId: number }
    query: undefined
    body: { name: string }
    answer: { id: number; name: string; currency: string; connectionId: (number | null); connectionName: (string | null); prices: number; accounts: number; createdAt: string }
  }
  /** Change a notification profile */
  'update-profile': {
    params: { profileId: string }
    query: undefined
    body: { webhook?: { contentType?: string; notifyUrl: string }; clientCertificateId?: string; maxBucketSize?: number; windowSize?: number; connectTimeout?: number; readTimeout?: number; enabledSSLProtocols?: ('TLSv1.2' | 'TLSv1.3')[]; headers?: Record<string, string>; responseRegex?: string; responseBodyRegex?: string; rateLimit?: number; security?: { authId: string } }
    answer: { profileId: string; security?: { authId: string } }
  }
  /** Change a role */
  'update-role': {
    params: { roleId: number }
    query: undefined
    body: { name: string; description?: string; scopes: string[] }
    answer: { id: string; name: string; description: string; builtIn: boolean; scopes: string[]; members: number }
  }
  /** Change a route */
  'update-route': {
    params: { routeId: number }
    query: undefined
    body: { name: string; channel?: 'SMS'; prefix: string; countries?: string[]; networks?: string[]; accountKeys?: string[]; withSubAccounts?: boolean; senderKinds?: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER')[]; senders?: string[]; contentClasses?: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; timeWindows?: { days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from: string; to: string }[]; timeZone?: string; validFrom?: (string | null); validUntil?: (string | null); connectionId: number; priority?: number; selection?: 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'; weight?: number; retryOn?: ('NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER')[]; retryOnReceipt?: boolean; enabled?: boolean }
    answer: { id: number; name: string; channel: 'SMS'; prefix: string; countries: string[]; networks: string[]; accountKeys: string[]; accountNames: string[]; withSubAccounts: boolean; senderKinds: ('ALPHANUMERIC' | 'SHORT_CODE' | 'LONG_NUMBER')[]; senders: string[]; contentClasses: ('OTP' | 'TRANSACTIONAL' | 'MARKETING')[]; timeWindows: { days: ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]; from: string; to: string }[]; timeZone: string; validFrom: (string | null); validUntil: (string | null); connectionId: number; connectionName: (string | null); simulated: boolean; priority: number; selection: 'ORDER' | 'WEIGHT' | 'COST' | 'QUALITY'; weight: number; retryOn: ('NETWORK' | 'CONGESTION' | 'REJECTED' | 'SENDER')[]; retryOnReceipt: boolean; enabled: boolean; createdAt: string; updatedAt: string }
  }
  /** Pause, resume or cancel a scheduled bulk */
  'update-scheduled-sms-messages-status': {
    params: undefined
    query: { bulkId: string }
    body: { status: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
    answer: { bulkId: string; status: 'PENDING' | 'PAUSED' | 'PROCESSING' | 'CANCELED' | 'FINISHED' | 'FAILED' }
  }
  /** Change security settings */
  'update-security-settings': {
    params: { authId: string }
    query: undefined
    body: { type?: 'BASIC' | 'HMAC' | 'OAUTH' | 'CUSTOM'; credentials?: { username?: string; password?: string; secretKey?: string; algorithm?: 'HMAC_MD5' | 'HMAC_SHA_1' | 'HMAC_SHA_224' | 'HMAC_SHA_256' | 'HMAC_SHA_384' | 'HMAC_SHA_512'; tokenUrl?: string; clientId?: string; clientSecret?: string; grantType?: string; scope?: string; resource?: string; refreshToken?: string; headers?: Record<string, string> } }
    answer: { authId: string }
  }
  /** Write what stands on the invoices the account issues, and how cards are paid with */
  'update-seller': {
    params: undefined
    query: undefined
    body: { legalName: string; address: string[]; vatId?: (string | null); email?: (string | null); country?: (string | null); registration?: (string | null); bank?: string[]; numberPrefix?: string; vatExempt?: boolean; vatRates?: { validFrom: string; percent: string }[]; paymentDays?: number; stripeSecretKey?: (string | null); stripeWebhookSecret?: (string | null) }
    answer: { legalName: string; address: string[]; country: (string | null); vatId: (string | null); registration: (string | null); email: (string | null); bank: string[]; numberPrefix: string; vatExempt: boolean; vatRates: { validFrom: string; percent: string }[]; paymentDays: number; stripeConfigured: boolean; stripeWebhookAddress: string; complete: boolean }
  }
  /** Change an SMPP user */
  'update-smpp-user': {
    params: { id: string }
    query: undefined
    body: { systemId?: string; name?: (string | null); enabled?: boolean; allowedAddresses?: string[]; tlsOnly?: boolean; bindKinds?: ('TRANSMITTER' | 'RECEIVER' | 'TRANSCEIVER')[]; bindsMax?: number; window?: number; deliveryWindow?: number; partsPerSecond?: number; version?: '3.4' | '5.0'; alphabet?: 'GSM7' | 'GSM7_PACKED' | 'LATIN1' | 'ASCII' | 'UTF8'; messageIds?: 'UUID' | 'HEX' | 'DECIMAL'; receipts?: { text?: 'MINUTES' | 'SECONDS' | 'NONE'; messageIds?: 'UUID' | 'HEX' | 'DECIMAL'; parameters?: boolean; networkError?: boolean }; senderPolicy?: 'AS_SENT' | 'WHEN_EMPTY' | 'ALWAYS'; sender?: (string | null); inboundNumbers?: string[]; allInbound?: boolean; longInbound?: 'SEGMENTS' | 'PAYLOAD' }
    answer: { id: string; systemId: string; name: (string | null); enabled: boolean; allowedAddresses: string[]; tlsOnly: boolean; bindKinds: ('TRANSMITTER' | 'RECEIVER' | 'TRANSCEIVER')[]; bindsMax: number; window: number; deliveryWindow: number; partsPerSecond: number; version: '3.4' | '5.0'; alphabet: 'GSM7' | 'GSM7_PACKED' | 'LATIN1' | 'ASCII' | 'UTF8'; messageIds: 'UUID' | 'HEX' | 'DECIMAL'; receipts: { text: 'MINUTES' | 'SECONDS' | 'NONE'; messageIds: 'UUID' | 'HEX' | 'DECIMAL'; parameters: boolean; networkError: boolean }; senderPolicy: 'AS_SENT' | 'WHEN_EMPTY' | 'ALWAYS'; sender: (string | null); inboundNumbers: string[]; allInbound: boolean; longInbound: 'SEGMENTS' | 'PAYLOAD'; binds: number; boundAt: (string | null); createdAt: string; changedAt: string }
  }
  /** Set up the account's provider of identities */
  'update-sso': {
    params: undefined
    query: undefined
    body: { issuer: string; clientId: string; defaultRole: string; roleClaim: (string | null); roleMapping: { value: string; role: string }[]; required: boolean; enabled: boolean; clientSecret?: string; domains: string[] }
    answer: { connection: ({ issuer: string; clientId: string; defaultRole: string; roleClaim: (string | null); roleMapping: { value: string; role: string }[]; required: boolean; enabled: boolean; clientSecretSet: boolean } | null); domains: { domain: string; verified: boolean; record: { name: string; type: string; value: string } }[]; redirectUri: string; accountKey: string }
  }
  /** Change a subscription */
  'update-subscription': {
    params: { channel: 'SMS' | 'AGENT_OS' | 'APPLE_MESSAGES_FOR_BUSINESS' | 'BLOCKLIST' | 'CUSTOMER_ENGAGEMENT' | 'EMAIL' | 'FACEBOOK' | 'KAKAO_ALIM' | 'KAKAO_BRAND_MESSAGE' | 'LINE' | 'MMS' | 'MOBILE_IDENTITY' | 'MOBILE_PUSH' | 'NUMBER_LOOKUP' | 'OPEN_CHANNEL' | 'RCS' | 'REGISTRATION' | 'VIBER' | 'VOICE_VIDEO' | 'WEB_PUSH' | 'WHATSAPP' | 'ZALO'; subscriptionId: string }
    query: undefined
    body: { name?: string; events: (string | { event: string; format: string })[]; criteria?: { applicationId?: string; entityId?: string; callsConfigurationId?: string }[]; resources?: string[]; users?: string[]; profile: { profileId: string } }
    answer: { subscriptionId: string; profile: { profileId: string; security?: { authId: string } } }
  }
  /** Change how an account right below buys */
  'update-terms': {
    params: { account: string }
    query: undefined
    body: { prepaid?: boolean; creditLimit?: (string | null); paidBy?: 'SELF' | 'PARENT'; zone?: string; alertsBelow?: string[] }
    answer: { account: string; accountName: string; currency: string; balance: string; prepaid: boolean; creditLimit: (string | null); paidBy: 'SELF' | 'PARENT'; zone: string; alertsBelow: string[]; priceLists: { listId: (number | null); name: (string | null); validFrom: string }[] }
  }
  /** Change a role, or whether somebody may come in */
  'update-user': {
    params: { userId: number }
    query: undefined
    body: { roleId?: string; state?: 'active' | 'disabled' }
    answer: { id: number; email: string; name: string; role: { id: string; name: string }; state: 'active' | 'disabled'; joinedAt: string }
  }
  /** Say where reports and inbound messages of the account go */
  'update-webhooks': {
    params: undefined
    query: undefined
    body: { deliveryUrl: (string | null); inboundUrl: (string | null) }
    answer: { deliveryUrl: (string | null); inboundUrl: (string | null) }
  }
  /** Upload a client certificate with its private key */
  'upload-certificate': {
    params: undefined
    query: undefined
    body: { certificateId: string; certificateContent: string; passphrase?: string }
    answer: { certificateId: string; status: 'PROCESSING' | 'READY' | 'EXPIRED' }
  }
  /** Follow the account's chain and tell where it breaks */
  'verify-audit-trail': {
    params: undefined
    query: { after?: number; limit?: number }
    body: undefined
    answer: { ok: boolean; from: (number | null); to: (number | null); checked: number; erased: number; fault: ({ seq: number; kind: 'MISSING' | 'CHANGED' | 'NOT_CHAINED' | 'DETAIL_CHANGED' | 'TAIL_MISSING' | 'HEAD_CHANGED' } | null); head: { seq: number; hash: string }; next: (number | null) }
  }
  /** Prove that a domain is ours */
  'verify-sso-domain': {
    params: { domain: string }
    query: undefined
    body: undefined
    answer: { connection: ({ issuer: string; clientId: string; defaultRole: string; roleClaim: (string | null); roleMapping: { value: string; role: string }[]; required: boolean; enabled: boolean; clientSecretSet: boolean } | null); domains: { domain: string; verified: boolean; record: { name: string; type: string; value: string } }[]; redirectUri: string; accountKey: string }
  }
  /** Withdraw a dispute that is not decided */
  'withdraw-dispute': {
    params: { id: string }
    query: undefined
    body: undefined
    answer: { id: string; invoiceId: string; account: string; accountName: string; lines: (number[] | null); reason: string; state: 'OPEN' | 'UPHELD' | 'REFUSED' | 'WITHDRAWN'; openedAt: string; decision: (string | null); decidedAt: (string | null); creditNoteId: (string | null) }
  }
}

export const addresses: { readonly [Id in keyof Operations]: readonly [method: string, path: string] } = {
  'accept-invitation': ['POST', '/accounts/1/invitations/accept'],
  'add-do-not-contact': ['POST', '/rules/1/do-not-contact/{country}'],
  'add-prices': ['POST', '/billing/1/price-lists/{listId}/prices'],
  'assign-price-list': ['POST', '/billing/1/terms/{account}/price-lists'],
  'begin-email-change': ['POST', '/accounts/1/me/email'],
  'begin-number-verification': ['POST', '/accounts/1/verified-numbers'],
  'begin-passkey': ['POST', '/accounts/1/me/second-factors/passkeys'],
  'begin-passkey-proof': ['POST', '/accounts/1/me/proof/passkey'],
  'begin-password-reset': ['POST', '/accounts/1/password-reset'],
  'begin-totp': ['POST', '/accounts/1/me/second-factors/totp'],
  'catch-request': ['POST', '/subscriptions/1/caught/{id}'],
  'change-account': ['PUT', '/accounts/1/accounts/{accountKey}'],
  'change-account-state': ['PUT', '/accounts/1/accounts/{accountKey}/state'],
  'clear-simulator-mails': ['DELETE', '/simulator/1/mails'],
  'confirm-number-verification': ['PUT', '/accounts/1/verified-numbers/{id}'],
  'confirm-sign-up': ['POST', '/accounts/1/confirm'],
  'confirm-totp': ['POST', '/accounts/1/me/second-factors/totp/{id}/confirm'],
  'create-account': ['POST', '/accounts/1/accounts'],
  'create-api-key': ['POST', '/settings/2/api-keys'],
  'create-api-key-deprecated': ['POST', '/settings/1/accounts/{accountKey}/api-keys'],
  'create-application': ['POST', '/provisioning/1/applications'],
  'create-blocklists': ['POST', '/platform/1/blocklists'],
  'create-catcher': ['POST', '/subscriptions/1/catchers'],
  'create-credit-note': ['POST', '/billing/1/issued-invoices/{id}/credit-notes'],
  'create-customer-payment': ['POST', '/billing/1/customers/{account}/payments'],
  'create-dispute': ['POST', '/billing/1/invoices/{id}/disputes'],
  'create-entity': ['POST', '/provisioning/1/entities'],
  'create-invitation': ['POST', '/accounts/1/invitations'],
  'create-oauth2-token': ['POST', '/auth/1/oauth2/token'],
  'create-operator-connection': ['POST', '/operators/1/connections'],
  'create-price-list': ['POST', '/billing/1/price-lists'],
  'create-profile': ['POST', '/subscriptions/1/profiles'],
  'create-proposal': ['POST', '/accounts/1/proposals'],
  'create-recovery-codes': ['POST', '/accounts/1/me/recovery-codes'],
  'create-resource-association': ['POST', '/provisioning/1/associations'],
  'create-role': ['POST', '/accounts/1/roles'],
  'create-route': ['POST', '/operators/1/routes'],
  'create-security-settings': ['POST', '/subscriptions/1/security'],
  'create-sender': ['POST', '/accounts/1/senders'],
  'create-sending-strategy-v2': ['POST', '/provisioning/2/sending-strategies'],
  'create-session': ['POST', '/auth/1/session'],
  'create-smpp-user': ['POST', '/smpp/1/users'],
  'create-subscription': ['POST', '/subscriptions/1/subscription/{channel}'],
  'create-top-up': ['POST', '/billing/1/top-ups'],
  'decide-dispute': ['POST', '/billing/1/received-disputes/{id}/decision'],
  'decide-proposal': ['POST', '/accounts/1/proposals/{id}/decision'],
  'decide-sender-registration': ['POST', '/rules/1/registration-requests/{registrationId}/decision'],
  'delete-api-key': ['DELETE', '/accounts/1/api-keys/{id}'],
  'delete-application': ['DELETE', '/provisioning/1/applications/{applicationId}'],
  'delete-blocklists': ['DELETE', '/platform/1/blocklists'],
  'delete-catcher': ['DELETE', '/subscriptions/1/catchers/{id}'],
  'delete-certificate': ['DELETE', '/subscriptions/1/certificates/{certificateId}'],
  'delete-entity': ['DELETE', '/provisioning/1/entities/{entityId}'],
  'delete-number-network': ['DELETE', '/operators/1/number-networks/{prefix}'],
  'delete-operator-connection': ['DELETE', '/operators/1/connections/{connectionId}'],
  'delete-price-list': ['DELETE', '/billing/1/price-lists/{listId}'],
  'delete-profile': ['DELETE', '/subscriptions/1/profiles/{profileId}'],
  'delete-resource-association': ['DELETE', '/provisioning/1/associations'],
  'delete-role': ['DELETE', '/accounts/1/roles/{roleId}'],
  'delete-route': ['DELETE', '/operators/1/routes/{routeId}'],
  'delete-second-factor': ['DELETE', '/accounts/1/me/second-factors/{id}'],
  'delete-security-settings': ['DELETE', '/subscriptions/1/security/{authId}'],
  'delete-sender': ['DELETE', '/accounts/1/senders/{id}'],
  'delete-sender-registration': ['DELETE', '/rules/1/registrations/{registrationId}'],
  'delete-sending-strategy-by-sending-strategy-id-v2': ['DELETE', '/provisioning/2/sending-strategies/{sendingStrategyId}'],
  'delete-smpp-user': ['DELETE', '/smpp/1/users/{id}'],
  'delete-sso': ['DELETE', '/accounts/1/sso'],
  'delete-sso-identity': ['DELETE', '/accounts/1/sso/identities/{userId}'],
  'delete-subscription': ['DELETE', '/subscriptions/1/subscription/{channel}/{subscriptionId}'],
  'delete-verified-number': ['DELETE', '/accounts/1/verified-numbers/{id}'],
  'destroy-session': ['DELETE', '/auth/1/session'],
  'drain-operator-bind': ['POST', '/operators/1/connections/{connectionId}/binds/{number}/drain'],
  'drain-operator-connection': ['POST', '/operators/1/connections/{connectionId}/drain'],
  'end-other-sessions': ['DELETE', '/accounts/1/sessions'],
  'end-package': ['DELETE', '/billing/1/terms/{account}/packages/{packageId}'],
  'end-session': ['DELETE', '/accounts/1/sessions/{sessionId}'],
  'end-smpp-bind': ['DELETE', '/smpp/1/binds/{id}'],
  'explain-route': ['GET', '/operators/1/routes/explain'],
  'export-audit-chain': ['GET', '/audit/1/chain'],
  'export-audit-logs': ['GET', '/audit/1/logs/export'],
  'export-prices': ['GET', '/billing/1/price-lists/{listId}/csv'],
  'finish-email-change': ['POST', '/accounts/1/me/email/confirm'],
  'finish-passkey': ['POST', '/accounts/1/me/second-factors/passkeys/finish'],
  'finish-password-reset': ['POST', '/accounts/1/password-reset/finish'],
  'finish-sso': ['GET', '/accounts/1/sso/callback'],
  'get-account': ['GET', '/accounts/1/accounts/{accountKey}'],
  'get-account-balance': ['GET', '/account/1/balance'],
  'get-account-throttles': ['GET', '/accounts/1/accounts/{accountKey}/throttles'],
  'get-aggregate-request-status': ['GET', '/metrics/1/requests/{requestId}'],
  'get-all-accounts': ['GET', '/settings/1/accounts'],
  'get-all-blocklists': ['GET', '/platform/1/blocklists'],
  'get-api-key': ['GET', '/settings/2/api-keys/{apiKeyId}'],
  'get-api-key-deprecated': ['GET', '/settings/1/accounts/{accountKey}/api-keys/{key}'],
  'get-api-keys-by-filter': ['GET', '/settings/2/api-keys'],
  'get-api-keys-by-filter-deprecated': ['GET', '/settings/1/accounts/{accountKey}/api-keys'],
  'get-application': ['GET', '/provisioning/1/applications/{applicationId}'],
  'get-applications': ['GET', '/provisioning/1/applications'],
  'get-audit-proof': ['GET', '/audit/1/proofs/{seq}'],
  'get-available-products': ['GET', '/platform/1/openapi/available-products'],
  'get-balance': ['GET', '/billing/1/balance'],
  'get-billing-profile': ['GET', '/billing/1/profile'],
  'get-certificate-details': ['GET', '/subscriptions/1/certificates/{certificateId}'],
  'get-certificate-status': ['GET', '/subscriptions/1/certificates/status/{certificateId}'],
  'get-certificates-details-page': ['GET', '/subscriptions/1/certificates'],
  'get-certificates-statuses-page': ['GET', '/subscriptions/1/certificates/status'],
  'get-country-rules': ['GET', '/rules/1/countries/{country}'],
  'get-entities': ['GET', '/provisioning/1/entities'],
  'get-entity': ['GET', '/provisioning/1/entities/{entityId}'],
  'get-free-messages-count': ['GET', '/account/1/free-messages'],
  'get-inbound-sms-messages': ['GET', '/sms/1/inbox/reports'],
  'get-invoice': ['GET', '/billing/1/invoices/{id}'],
  'get-invoice-annex': ['GET', '/billing/1/invoices/{id}/annex'],
  'get-invoice-csv': ['GET', '/billing/1/invoices/{id}/csv'],
  'get-invoice-pdf': ['GET', '/billing/1/invoices/{id}/pdf'],
  'get-issued-invoice': ['GET', '/billing/1/issued-invoices/{id}'],
  'get-issued-invoice-csv': ['GET', '/billing/1/issued-invoices/{id}/csv'],
  'get-issued-invoice-pdf': ['GET', '/billing/1/issued-invoices/{id}/pdf'],
  'get-keywords': ['GET', '/rules/1/keywords'],
  'get-live-view': ['GET', '/operate/1/live'],
  'get-login-policy': ['GET', '/accounts/1/login-policy'],
  'get-mail-relay': ['GET', '/mail/1/relay'],
  'get-margin': ['GET', '/billing/1/margin'],
  'get-me': ['GET', '/accounts/1/me'],
  'get-message': ['GET', '/messaging/1/messages/{id}'],
  'get-message-anywhere': ['GET', '/operate/1/messages/{accountKey}/{messageId}'],
  'get-metrics-series': ['GET', '/metrics/1/series'],
  'get-number-networks': ['GET', '/operators/1/number-networks'],
  'get-openapi': ['GET', '/platform/1/openapi'],
  'get-operator-alarm-settings': ['GET', '/operators/1/alarm-settings'],
  'get-operator-alarms': ['GET', '/operators/1/alarms'],
  'get-operator-bill': ['GET', '/billing/1/operator-bills/{connectionId}/{month}'],
  'get-operator-callback-address': ['GET', '/operators/1/connections/{connectionId}/callback'],
  'get-operator-connection': ['GET', '/operators/1/connections/{connectionId}'],
  'get-operator-connection-state': ['GET', '/operators/1/connections/{connectionId}/state'],
  'get-operator-connections': ['GET', '/operators/1/connections'],
  'get-operator-vendors': ['GET', '/operators/1/vendors'],
  'get-outbound-sms-message-delivery-reports': ['GET', '/sms/1/reports'],
  'get-outbound-sms-message-delivery-reports-v3': ['GET', '/sms/3/reports'],
  'get-outbound-sms-message-logs': ['GET', '/sms/1/logs'],
  'get-outbound-sms-message-logs-v3': ['GET', '/sms/3/logs'],
  'get-overview': ['GET', '/messaging/1/overview'],
  'get-product-level-openapi': ['GET', '/platform/1/openapi/{product}'],
  'get-profile': ['GET', '/subscriptions/1/profiles/{profileId}'],
  'get-profiles': ['GET', '/subscriptions/1/profiles'],
  'get-resource-association': ['GET', '/provisioning/1/associations/single'],
  'get-resource-associations': ['GET', '/provisioning/1/associations'],
  'get-route': ['GET', '/operators/1/routes/{routeId}'],
  'get-routes': ['GET', '/operators/1/routes'],
  'get-rule-enforcement': ['GET', '/rules/1/enforcement'],
  'get-scheduled-sms-messages': ['GET', '/sms/1/bulks'],
  'get-scheduled-sms-messages-status': ['GET', '/sms/1/bulks/status'],
  'get-security-setting': ['GET', '/subscriptions/1/security/{authId}'],
  'get-security-settings': ['GET', '/subscriptions/1/security'],
  'get-seller': ['GET', '/billing/1/seller'],
  'get-sender-registration': ['GET', '/rules/1/registrations/{registrationId}'],
  'get-sending-settings': ['GET', '/rules/1/settings'],
  'get-sending-strategies-v2': ['GET', '/provisioning/2/sending-strategies'],
  'get-sign-up-terms': ['GET', '/accounts/1/sign-up'],
  'get-simulator-behaviour': ['GET', '/simulator/1/behaviour'],
  'get-simulator-handsets': ['GET', '/simulator/1/handsets'],
  'get-simulator-health': ['GET', '/simulator/1/health'],
  'get-simulator-mail': ['GET', '/simulator/1/mails/{mailId}'],
  'get-simulator-mails': ['GET', '/simulator/1/mails'],
  'get-simulator-messages': ['GET', '/simulator/1/messages'],
  'get-simulator-operators': ['GET', '/simulator/1/operator'],
  'get-smpp-access': ['GET', '/smpp/1/access'],
  'get-smpp-user': ['GET', '/smpp/1/users/{id}'],
  'get-smpp-waiting': ['GET', '/smpp/1/users/{id}/waiting'],
  'get-sso': ['GET', '/accounts/1/sso'],
  'get-subscription': ['GET', '/subscriptions/1/subscription/{channel}/{subscriptionId}'],
  'get-subscriptions': ['GET', '/subscriptions/1/subscription/{channel}'],
  'get-terms': ['GET', '/billing/1/terms/{account}'],
  'get-top-up': ['GET', '/billing/1/top-ups/{id}'],
  'get-total-account-balance': ['GET', '/account/1/total-balance'],
  'get-usage': ['GET', '/billing/1/usage'],
  'get-webhooks': ['GET', '/messaging/1/webhooks'],
  'give-package': ['POST', '/billing/1/terms/{account}/packages'],
  'import-operator-bill': ['PUT', '/billing/1/operator-bills/{connectionId}/{month}'],
  'import-prices': ['POST', '/billing/1/price-lists/{listId}/csv'],
  'lift-account-pause': ['DELETE', '/accounts/1/accounts/{accountKey}/pause'],
  'limit-api-key': ['PUT', '/accounts/1/api-keys/{id}/limit'],
  'list-accounts': ['GET', '/accounts/1/accounts'],
  'list-api-key-uses': ['GET', '/accounts/1/api-keys'],
  'list-audit-actions': ['GET', '/audit/1/actions'],
  'list-audit-entries': ['GET', '/audit/1/entries'],
  'list-catchers': ['GET', '/subscriptions/1/catchers'],
  'list-caught': ['GET', '/subscriptions/1/catchers/{id}/requests'],
  'list-country-rules': ['GET', '/rules/1/countries'],
  'list-customer-payments': ['GET', '/billing/1/customers/{account}/payments'],
  'list-customers': ['GET', '/billing/1/customers'],
  'list-disputes': ['GET', '/billing/1/disputes'],
  'list-do-not-contact': ['GET', '/rules/1/do-not-contact/{country}'],
  'list-inbound': ['GET', '/messaging/1/inbound'],
  'list-invitations': ['GET', '/accounts/1/invitations'],
  'list-invoice-messages': ['GET', '/billing/1/invoices/{id}/messages'],
  'list-invoices': ['GET', '/billing/1/invoices'],
  'list-issued-invoices': ['GET', '/billing/1/issued-invoices'],
  'list-ledger': ['GET', '/billing/1/ledger'],
  'list-messages': ['GET', '/messaging/1/messages'],
  'list-packages': ['GET', '/billing/1/terms/{account}/packages'],
  'list-parked-receipts': ['GET', '/operate/1/parked-receipts'],
  'list-payments': ['GET', '/billing/1/payments'],
  'list-price-lists': ['GET', '/billing/1/price-lists'],
  'list-prices': ['GET', '/billing/1/price-lists/{listId}/prices'],
  'list-profile-states': ['GET', '/subscriptions/1/profile-states'],
  'list-proposals': ['GET', '/accounts/1/proposals'],
  'list-received-disputes': ['GET', '/billing/1/received-disputes'],
  'list-registration-requests': ['GET', '/rules/1/registration-requests'],
  'list-roles': ['GET', '/accounts/1/roles'],
  'list-scopes': ['GET', '/accounts/1/scopes'],
  'list-second-factors': ['GET', '/accounts/1/me/second-factors'],
  'list-sender-classes': ['GET', '/rules/1/senders'],
  'list-sender-registrations': ['GET', '/rules/1/registrations'],
  'list-senders': ['GET', '/accounts/1/senders'],
  'list-sessions': ['GET', '/accounts/1/sessions'],
  'list-smpp-binds': ['GET', '/smpp/1/binds'],
  'list-smpp-users': ['GET', '/smpp/1/users'],
  'list-subscription-events': ['GET', '/subscriptions/1/events'],
  'list-top-ups': ['GET', '/billing/1/top-ups'],
  'list-users': ['GET', '/accounts/1/users'],
  'list-verified-numbers': ['GET', '/accounts/1/verified-numbers'],
  'list-webhook-deliveries': ['GET', '/subscriptions/1/deliveries'],
  'log-end-tag': ['POST', '/ct/1/log/end/{messageId}'],
  'look-at-invitation': ['POST', '/accounts/1/invitations/look'],
  'look-at-sign-up': ['POST', '/accounts/1/confirm/look'],
  'modify-application': ['PUT', '/provisioning/1/applications/{applicationId}'],
  'modify-entity': ['PUT', '/provisioning/1/entities/{entityId}'],
  'pause-account': ['POST', '/accounts/1/accounts/{accountKey}/pause'],
  'pause-profile': ['POST', '/subscriptions/1/profiles/{profileId}/pause'],
  'pay-simulated-card': ['POST', '/billing/1/top-ups/{id}/simulated-payment'],
  'portal-begin-passkey-log-in': ['POST', '/accounts/1/login/passkey/begin'],
  'portal-log-in': ['POST', '/accounts/1/login'],
  'portal-log-in-second-factor': ['POST', '/accounts/1/login/second-factor'],
  'portal-log-out': ['POST', '/accounts/1/logout'],
  'portal-passkey-log-in': ['POST', '/accounts/1/login/passkey'],
  'post-to-balance': ['POST', '/billing/1/terms/{account}/postings'],
  'preview-price': ['GET', '/billing/1/preview'],
  'preview-sms-message': ['POST', '/sms/1/preview'],
  'prove-who-i-am': ['POST', '/accounts/1/me/proof'],
  'put-number-network': ['PUT', '/operators/1/number-networks/{prefix}'],
  'query-aggregate-data': ['POST', '/metrics/1/query-aggregate-data'],
  'query-billing-usage': ['POST', '/billing/1/usage/query'],
  'remove-do-not-contact': ['DELETE', '/rules/1/do-not-contact/{country}'],
  'remove-user': ['DELETE', '/accounts/1/users/{userId}'],
  'rename-second-factor': ['PUT', '/accounts/1/me/second-factors/{id}'],
  'renew-operator-callback-address': ['POST', '/operators/1/connections/{connectionId}/callback'],
  'replay-reports': ['POST', '/messaging/1/reports/replay'],
  'replay-webhook-deliveries': ['POST', '/subscriptions/1/deliveries/replay'],
  'replay-webhook-delivery': ['POST', '/subscriptions/1/deliveries/{id}/replay'],
  'request-sender-registration': ['POST', '/rules/1/registrations'],
  'reschedule-sms-messages': ['PUT', '/sms/1/bulks'],
  'resend-invitation': ['POST', '/accounts/1/invitations/{invitationId}/resend'],
  'reset-country-rules': ['DELETE', '/rules/1/countries/{country}'],
  'reset-second-factors': ['DELETE', '/accounts/1/users/{userId}/second-factors'],
  'reset-simulator': ['POST', '/simulator/1/reset'],
  'restart-operator-connection': ['POST', '/operators/1/connections/{connectionId}/restart'],
  'resume-operator-bind': ['POST', '/operators/1/connections/{connectionId}/binds/{number}/resume'],
  'resume-operator-connection': ['POST', '/operators/1/connections/{connectionId}/resume'],
  'resume-profile': ['POST', '/subscriptions/1/profiles/{profileId}/resume'],
  'retry-parked-receipts': ['POST', '/operate/1/parked-receipts/retry'],
  'revoke-invitation': ['DELETE', '/accounts/1/invitations/{invitationId}'],
  'rotate-smpp-password': ['POST', '/smpp/1/users/{id}/password'],
  'search-audit-logs': ['GET', '/audit/1/logs'],
  'search-messages-anywhere': ['GET', '/operate/1/messages'],
  'send-binary-sms-message': ['POST', '/sms/2/binary/advanced'],
  'send-simulator-inbound': ['POST', '/simulator/1/inbound'],
  'send-sms-message': ['POST', '/sms/2/text/advanced'],
  'send-sms-message-over-query-parameters': ['GET', '/sms/1/text/query'],
  'send-sms-messages': ['POST', '/sms/3/messages'],
  'send-sms-messages-over-query-parameters': ['GET', '/sms/3/text/query'],
  'send-test-mail': ['POST', '/mail/1/test'],
  'set-account-throttles': ['PUT', '/accounts/1/accounts/{accountKey}/throttles'],
  'set-country-rules': ['PUT', '/rules/1/countries/{country}'],
  'set-keywords': ['PUT', '/rules/1/keywords'],
  'set-rule-enforcement': ['PUT', '/rules/1/enforcement'],
  'set-sender-class': ['PUT', '/rules/1/senders/{sender}'],
  'set-sending-settings': ['PUT', '/rules/1/settings'],
  'set-simulator-behaviour': ['PUT', '/simulator/1/behaviour'],
  'set-simulator-operator': ['POST', '/simulator/1/operator'],
  'sign-up': ['POST', '/accounts/1/sign-up'],
  'start-sso': ['GET', '/accounts/1/sso/start'],
  'switch-account': ['POST', '/accounts/1/switch'],
  'take-operator-callback': ['POST', '/operators/1/callbacks/{token}'],
  'take-operator-callback-query': ['GET', '/operators/1/callbacks/{token}'],
  'take-stripe-event': ['POST', '/billing/1/sellers/{account}/stripe-events'],
  'test-connection-to-webhook': ['POST', '/subscriptions/1/certificates/test/webhook'],
  'test-operator-connection': ['POST', '/operators/1/connections/test'],
  'test-profile': ['POST', '/subscriptions/1/profiles/{profileId}/test'],
  'test-sso': ['POST', '/accounts/1/sso/test'],
  'update-account': ['PUT', '/settings/1/accounts/{accountKey}'],
  'update-api-key': ['PUT', '/settings/2/api-keys/{apiKeyId}'],
  'update-api-key-deprecated': ['PUT', '/settings/1/accounts/{accountKey}/api-keys/{key}'],
  'update-balance-alerts': ['PUT', '/billing/1/balance/alerts'],
  'update-billing-profile': ['PUT', '/billing/1/profile'],
  'update-login-policy': ['PUT', '/accounts/1/login-policy'],
  'update-me': ['PUT', '/accounts/1/me'],
  'update-operator-alarm-settings': ['PUT', '/operators/1/alarm-settings'],
  'update-operator-connection': ['PUT', '/operators/1/connections/{connectionId}'],
  'update-price-list': ['PUT', '/billing/1/price-lists/{listId}'],
  'update-profile': ['PUT', '/subscriptions/1/profiles/{profileId}'],
  'update-role': ['PUT', '/accounts/1/roles/{roleId}'],
  'update-route': ['PUT', '/operators/1/routes/{routeId}'],
  'update-scheduled-sms-messages-status': ['PUT', '/sms/1/bulks/status'],
  'update-security-settings': ['PUT', '/subscriptions/1/security/{authId}'],
  'update-seller': ['PUT', '/billing/1/seller'],
  'update-smpp-user': ['PATCH', '/smpp/1/users/{id}'],
  'update-sso': ['PUT', '/accounts/1/sso'],
  'update-subscription': ['PUT', '/subscriptions/1/subscription/{channel}/{subscriptionId}'],
  'update-terms': ['PUT', '/billing/1/terms/{account}'],
  'update-user': ['PUT', '/accounts/1/users/{userId}'],
  'update-webhooks': ['PUT', '/messaging/1/webhooks'],
  'upload-certificate': ['POST', '/subscriptions/1/certificates'],
  'verify-audit-trail': ['GET', '/audit/1/verification'],
  'verify-sso-domain': ['POST', '/accounts/1/sso/domains/{domain}/verify'],
  'withdraw-dispute': ['POST', '/billing/1/disputes/{id}/withdrawal'],
}
