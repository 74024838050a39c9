/** Shapes of the answers of subscriptions, from the published documents; `fixtures/README.md` tells how they are written. */

export const authId = { authId: 'string' }
export const profileId = { profileId: 'string', security: authId }
const paging = { page: 'integer', size: 'integer', totalPages: 'integer', totalResults: 'integer' }
export const page = (item: object) => ({ results: [item], paging })
export const headers = { '*': 'string' }
export const credentials = {
  either: [
    { 'username!': 'string', 'password!': 'string' },
    {
      'secretKey!': 'string',
      'algorithm!':
        'one of HMAC_MD5|HMAC_SHA_1|HMAC_SHA_224|HMAC_SHA_256|HMAC_SHA_384|HMAC_SHA_512',
    },
    {
      'tokenUrl!': 'string',
      clientId: 'string',
      clientSecret: 'string',
      'grantType!': 'string',
      scope: 'string',
      username: 'string',
      password: 'string',
      resource: 'string',
      refreshToken: 'string',
      headers,
    },
  ],
}
export const security = { authId: 'string', type: 'one of BASIC|HMAC|OAUTH|CUSTOM', credentials }
export const profile = {
  profileId: 'string',
  webhook: { contentType: 'string', 'notifyUrl!': 'string' },
  security: authId,
  clientCertificateId: 'string',
  maxBucketSize: 'integer',
  windowSize: 'integer',
  connectTimeout: 'integer',
  readTimeout: 'integer',
  enabledSSLProtocols: ['one of TLSv1.2|TLSv1.3'],
  headers,
  responseRegex: 'string',
  responseBodyRegex: 'string',
  rateLimit: 'integer',
}
const pair = { applicationId: 'string', entityId: 'string', callsConfigurationId: 'string' }
export const subscription = {
  subscriptionId: 'string',
  name: 'string',
  profile: profileId,
  events: ['string'],
  criteria: [pair],
  resources: ['string'],
  users: ['string'],
}
export const idOnlySubscription = { subscriptionId: 'string', profile: profileId }
const states = 'one of PROCESSING|READY|EXPIRED'
export const certificateStatus = { certificateId: 'string', status: states }
export const certificate = {
  certificateId: 'string',
  issuedBy: 'string',
  issuedTo: 'string',
  validFrom: 'integer',
  validUntil: 'integer',
  certificateStatus: states,
  serialNumber: 'string',
}
export const connectionTest = {
  certificateId: 'string',
  webhookUrl: 'string',
  result: 'one of SUCCESS|FAIL',
  failReasons: ['string'],
  hint: 'string',
}
export const refusal = {
  requestError: {
    serviceException: {
      messageId: 'string',
      text: 'string',
      validationErrors: { '*': ['string'] },
    },
  },
}
