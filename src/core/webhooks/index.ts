export { CallbackQueries, type Busy, type QueryRow, type QueryStore } from './callback-queries.ts'
export { lookupOnly, outboundFetch, Unreached, within, type OutboundFetch } from './fetch.ts'
export { addressFault, parseNetwork, reachable } from './networks.ts'
export {
  outboundPost,
  type ClientTls,
  type Delivery,
  type Outbound,
  type OutboundPost,
} from './post.ts'
