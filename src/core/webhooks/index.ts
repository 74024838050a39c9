export { CallbackQueries, type QueryRow, type QueryStore } from './callback-queries.ts'
export { outboundFetch, Unreached, type OutboundFetch } from './fetch.ts'
export { parseNetwork } from './networks.ts'
export {
  outboundPost,
  type ClientTls,
  type Delivery,
  type Outbound,
  type OutboundPost,
} from './post.ts'
