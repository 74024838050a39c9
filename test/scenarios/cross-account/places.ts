import type { Field, Operation } from './fields.ts'
import type { KindName } from './kinds.ts'

/**
 * What each place in a request names.
 * A kind alone: a thing that must be there, and be the caller's. `chosen`: the caller gives a new thing this id.
 * `cannot`: why the own account's request cannot succeed in a test; then it must be answered otherwise than one for
 * a thing that there is not. `word`: no thing of ours is behind it; the reason says what it is.
 */
export type Place = { kind: KindName; chosen?: true; cannot?: string } | { word: string }

type Line = readonly [where: RegExp, field: RegExp, place: Place]

const chosen = (kind: KindName): Place => ({ kind, chosen: true })
const word = (what: string): Place => ({ word: what })

/** The first line that fits the operation (`METHOD /path`) and the field (`path:apiKeyId`, `body:platform.[].key`) counts. */
const lines: readonly Line[] = [
  [/./, /platform\.\[\]\.key$/, word('what the API tells of a pair and never reads')],
  [/\/inbox\/reports/, /campaignReferenceId$/, word('nothing: inbound messages have no campaign')],
  [/./, /passkey\.|registration\./, word('what an authenticator made, signed for one challenge')],
  [
    /\/billing\/1\/price-lists$/,
    /connectionId$/,
    word('a connection, which only the root account may name'),
  ],
  [
    /\/operate\/1\//,
    /(messageId|operatorId|bulkId)$/,
    word('what the root account, and nobody else, looks for over all accounts'),
  ],
  [/\/operate\/1\//, /connectionId$/, { kind: 'connection' }],
  [/\/operators\/1\/routes/, /accountKeys\./, word('accounts, which only the root names here')],
  [/\/operators\/1\/routes/, /messageId$/, word('what lots are drawn by: no message is read')],
  [/\/billing\/1\/usage\/query/, /accountKeys\./, { kind: 'account' }],
  [/\/billing\/1\/usage\/query/, /Ids\./, word('what usage cannot be filtered by yet')],
  [
    /\/billing\/1\/terms\/\{account\}\/packages\//,
    /path:account$/,
    { kind: 'account with a package' },
  ],
  [/\/billing\/1\/terms\//, /packageId$/, { kind: 'package' }],
  [/\/billing\//, /listId$/, { kind: 'price list' }],
  [/\/messaging\/1\/messages$/, /applicationId$/, { kind: 'application of messages' }],
  [/\/messaging\/1\/messages$/, /entityId$/, { kind: 'entity of messages' }],
  [/\/messaging\/1\/inbound$/, /applicationId$/, { kind: 'application of inbound messages' }],
  [/\/messaging\/1\/inbound$/, /entityId$/, { kind: 'entity of inbound messages' }],
  [/./, /indiaDlt/i, word('an id that the Indian operators gave')],
  [/./, /:scopeGuids\./, word('a name of a scope: the same for everybody')],
  [
    /POST \/smpp\/1\/users$|PATCH \/smpp\/1\/users/,
    /body:systemId$/,
    word('a name that is one user’s in the whole installation'),
  ],
  [/\/smpp\/1\/users/, /path:id$/, { kind: 'smpp user' }],
  [/\/smpp\/1\/binds$/, /query:userId$/, { kind: 'smpp user with a bind' }],
  [/\/smpp\/1\/binds\//, /path:id$/, { kind: 'smpp bind' }],
  [/./, /systemId$/, word('a user name at an operator')],
  [/./, /networkId$/, word('a number of a mobile network: the same for everybody')],
  [/./, /processKey$/, word('a word of the caller, given back')],
  [/\/platform\/1\/openapi\//, /path:product/, word('a product of the API')],
  [/\/sms\/1\/bulks/, /query:bulkId/, { kind: 'scheduled bulk' }],
  [/(POST|GET) \/sms\/\d\/(messages|text|binary)/, /bulkId$/i, chosen('sent bulk')],
  [/POST \/sms\/\d\/(messages|text|binary)/, /messageId$/, chosen('message')],
  [
    /POST \/sms\/\d\/(messages|text|binary)/,
    /campaignReferenceId$/,
    chosen('campaign of messages'),
  ],
  [/POST \/sms\/\d\/(messages|text|binary)/, /applicationId$/, chosen('application of messages')],
  [/POST \/sms\/\d\/(messages|text|binary)/, /entityId$/, chosen('entity of messages')],
  [/./, /campaignReferenceId$/, { kind: 'campaign of messages' }],
  [/\/inbox\/reports/, /applicationId$/, { kind: 'application of inbound messages' }],
  [/\/inbox\/reports/, /entityId$/, { kind: 'entity of inbound messages' }],
  [
    /\/metrics\//,
    /(communication|network|country)Ids\./,
    word('a number of the public numbering: the same for all'),
  ],
  [/\/metrics\//, /campaignReferenceIds\./, word('what figures cannot be filtered by yet')],
  [/\/metrics\//, /accountKeys\./, { kind: 'account' }],
  [/\/metrics\//, /applicationId$/, { kind: 'application of messages' }],
  [/\/metrics\//, /entityId$/, { kind: 'entity of messages' }],
  [/\/metrics\/1\/requests/, /requestId$/, { kind: 'request for figures' }],
  [/\/sms\//, /applicationId$/, { kind: 'application of messages' }],
  [/\/sms\//, /entityId$/, { kind: 'entity of messages' }],
  [/\/(sms|messaging)\//, /bulkId$/, { kind: 'sent bulk' }],
  [/\/(sms|messaging|ct)\//, /:(messageId|id)$/, { kind: 'message' }],
  [/\/settings\/1\/.*api-keys/, /query:publicApiKey$/, word('a secret, which is shown once')],
  [/\/settings\/1\/.*api-keys/, /path:key$/, { kind: 'api-key' }],
  [/\/settings\/1\/.*api-keys/, /path:accountKey$/, { kind: 'account' }],
  [/PUT \/settings\/1\/accounts\//, /path:accountKey$/, { kind: 'account below' }],
  [/POST \/accounts\/1\/accounts$/, /body:parentKey$/, { kind: 'account' }],
  [/GET \/accounts\/1\/accounts$/, /query:parentKey$/, { kind: 'account with others below' }],
  [/DELETE \/accounts\/1\/accounts\/.*pause/, /path:accountKey$/, { kind: 'paused account below' }],
  [/\/accounts\/1\/accounts\//, /path:accountKey$/, { kind: 'account below' }],
  [/\/accounts\/1\/proposals$/, /accountKey$/, { kind: 'person below' }],
  [/\/accounts\/1\/proposals\//, /path:id$/, { kind: 'proposal' }],
  [
    /PUT \/accounts\/1\/verified-numbers/,
    /path:id$/,
    { kind: 'verified number', cannot: 'the code is on a handset' },
  ],
  [/\/accounts\/1\/verified-numbers/, /path:id$/, { kind: 'verified number' }],
  [/\/api-keys/, /path:(apiKeyId|id)$/, { kind: 'api-key' }],
  [/GET \/accounts\/1\/api-keys$/, /query:ids$/, { kind: 'api-key' }],
  [/\/throttles$/, /requestsPerSecondPerKey$/, word('a number of requests')],
  [/\/throttles$/, /operationId$/, word('an operation of the API: the same for everybody')],
  [/\/accounts\/1\/senders\//, /path:id$/, { kind: 'sender' }],
  [/\/rules\/1\//, /path:country$/, word('a country: the same for everybody')],
  [
    /\/rules\/1\/senders\//,
    /path:sender$/,
    word('a name or number, which each account has words of its own for'),
  ],
  [/\/rules\/1\/registration/, /path:registrationId$/, { kind: 'sender registration' }],
  [/\/totp\/\{id\}/, /path:id$/, { kind: 'second factor to confirm' }],
  [/\/second-factors\/\{id\}/, /path:id$/, { kind: 'second factor' }],
  [/\/accounts\/1\/users\//, /path:userId$/, { kind: 'member' }],
  [/\/accounts\/1\//, /roleId$/, { kind: 'role' }],
  [/\/accounts\/1\/invitations/, /invitationId$/, { kind: 'invitation' }],
  [/\/accounts\/1\/sessions/, /sessionId$/, { kind: 'session' }],
  [/\/accounts\/1\/sso$/, /clientId$/, word('what the provider of identities calls us')],
  [
    /\/accounts\/1\/sso\/domains/,
    /path:domain$/,
    { kind: 'log-in domain', cannot: 'no name server has the record' },
  ],
  [/\/accounts\/1\/sso\/identities/, /path:userId$/, { kind: 'member who came by a provider' }],
  [/\/accounts\/1\/sso$/, /[rR]ole$/, word('the name of a built-in role: the same for everybody')],
  [/\/accounts\/1\/switch/, /body:account$/, { kind: 'account' }],
  [
    /\/operators\/1\/connections\/.*\/binds\//,
    /path:number$/,
    word('which of the binds of a connection'),
  ],
  [/\/operators\/1\/routes/, /accountKeys\./, { kind: 'account' }],
  [
    /\/operators\/1\/routes\/explain/,
    /messageId$/,
    word('what spreads messages over routes; none is looked up'),
  ],
  [
    /\/number-networks\//,
    /path:prefix$/,
    word('digits of ported numbers, of the whole installation'),
  ],
  [/\/operators\/1\//, /connectionId$/, { kind: 'connection' }],
  [/\/operators\/1\//, /path:number$/, word('a bind of the connection that is named beside it')],
  [/\/operators\/1\//, /routeId$/, { kind: 'route' }],
  [/\/simulator\/1\/mails/, /mailId$/, { kind: 'mail' }],
  [/\/simulator\/1\/messages/, /messageId$/, word('an id of the simulator, for the root account')],
  [/\/audit\/1\//, /:(userKey|userId)$/, { kind: 'user' }],
  [/\/audit\/1\//, /:keyId$/, { kind: 'key that did something' }],
  [/\/audit\/1\/proofs/, /path:seq$/, { kind: 'trail entry' }],
  [/POST \/provisioning\/1\/applications$/, /applicationId$/, chosen('application')],
  [/POST \/provisioning\/1\/entities$/, /entityId$/, chosen('entity')],
  [/POST \/provisioning\/1\/associations$/, /resourceId$/, chosen('associated resource')],
  [/(GET|DELETE) \/provisioning\/1\/associations/, /resourceId$/, { kind: 'associated resource' }],
  [
    /(GET|DELETE) \/provisioning\/1\/associations/,
    /applicationId$/,
    { kind: 'associated application' },
  ],
  [/(GET|DELETE) \/provisioning\/1\/associations/, /entityId$/, { kind: 'associated entity' }],
  [/\/sending-strategies/, /sendingStrategyId$/, { kind: 'sending strategy' }],
  [
    /GET \/provisioning\/2\/sending-strategies/,
    /applicationId$/,
    { kind: 'application with a strategy' },
  ],
  [/GET \/provisioning\/2\/sending-strategies/, /entityId$/, { kind: 'entity with a strategy' }],
  [
    /\/billing\/1\/operator-bills/,
    /connectionId$|path:month$/,
    word('a connection whose bill is imported first: the root account’s'),
  ],
  [
    /\/billing\/1\/(profile|seller)$/,
    /vatId$|stripeSecretKey$/,
    word('what a tax office or a payment provider gave'),
  ],
  [/\/billing\/1\/issued-invoices$/, /query:account$/, { kind: 'customer with an invoice' }],
  [/\/billing\/1\/customers\/.*payments/, /path:account$/, { kind: 'customer' }],
  [
    /POST \/billing\/1\/customers\/.*payments/,
    /invoiceId$/,
    word(
      'what the seller wants settled first: another’s is not found among what is owed, and passed over',
    ),
  ],
  [/\/billing\/1\/received-disputes$/, /invoiceId$/, { kind: 'issued invoice challenged' }],
  [/\/billing\/1\/received-disputes\//, /path:id$/, { kind: 'received dispute' }],
  [/\/billing\/1\/issued-invoices\//, /path:id$/, { kind: 'issued invoice' }],
  [/\/billing\/1\/disputes$/, /invoiceId$/, { kind: 'challenged invoice' }],
  [/\/billing\/1\/disputes\//, /path:id$/, { kind: 'dispute' }],
  [
    /\/billing\/1\/top-ups$/,
    /invoiceId$/,
    { kind: 'invoice', cannot: 'an amount is sent too, and only one of them may be' },
  ],
  [/\/billing\/1\/top-ups\//, /path:id$/, { kind: 'top-up' }],
  [/\/billing\/1\/invoices/, /path:id$/, { kind: 'invoice' }],
  [/\/billing\//, /:account$/, { kind: 'customer' }],
  [/\/subscriptions\//, /callsConfigurationId$/, word('of calls, which there are none of yet')],
  [/\/subscriptions\//, /credentials\./, word('what a customer’s own server knows us by')],
  [/POST \/subscriptions\/1\/security$/, /body:authId$/, chosen('security settings')],
  [/POST \/subscriptions\/1\/certificates$/, /certificateId$/, chosen('client certificate')],
  [
    /POST \/subscriptions\/1\/(profiles|subscription\/\{channel\})$/,
    /profileId$/,
    chosen('profile'),
  ],
  [/POST \/subscriptions\/1\/subscription\//, /subscriptionId$/, chosen('subscription')],
  [/GET \/subscriptions\/1\/deliveries/, /profileId$/, { kind: 'profile with deliveries' }],
  [/\/subscriptions\/1\/deliveries/, /path:id$/, { kind: 'delivery' }],
  [/\/subscriptions\/1\/catchers/, /path:id$/, { kind: 'catcher' }],
  [/GET \/subscriptions\/1\/subscription\//, /applicationId$/, { kind: 'subscribed application' }],
  [/GET \/subscriptions\/1\/subscription\//, /entityId$/, { kind: 'subscribed entity' }],
  [/\/subscriptions\//, /subscriptionId$/, { kind: 'subscription' }],
  [/\/subscriptions\//, /profileId$/, { kind: 'profile' }],
  [/\/subscriptions\//, /authId$/, { kind: 'security settings' }],
  [/\/subscriptions\//, /[cC]ertificateId$/, { kind: 'client certificate' }],
  [/./, /(^|[.:])accountId$|accountKey$/, { kind: 'account' }],
  [/./, /applicationId$/, { kind: 'application' }],
  [/./, /entityId$/, { kind: 'entity' }],
]

export const fieldName = (field: Field): string => `${field.in}:${field.at.join('.')}`

/** @returns undefined when nobody has said yet what the place names */
export const placeOf = (operation: Operation, field: Field): Place | undefined =>
  lines.find(
    ([where, name]) =>
      where.test(`${operation.method} ${operation.path}`) && name.test(fieldName(field)),
  )?.[2]
