export {
  badField,
  errorBody,
  Rejection,
  rejectionKinds,
  type Envelope,
  type RejectionName,
  type Violation,
} from './rejection.ts'
export {
  homeAccountOf,
  mayUse,
  refuseBoundKey,
  type Authenticate,
  type Credential,
  type PlatformPair,
} from './credential.ts'
export { parseWireTime, wireTime } from './wire-time.ts'
export { clientAddress } from './client-address.ts'
export { refuseText } from './body.ts'
export { auditOf } from './audited.ts'
export type { App, Call, Operation, Run } from './operation.ts'
export type { OwnThrottles, Throttle } from './throttles.ts'
export {
  createServer,
  requireOwnOrigin,
  type HttpServer,
  type HttpLimits,
  type Throttling,
} from './server.ts'
