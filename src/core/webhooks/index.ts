export { outboundPost, parseNetwork, type Delivery, type OutboundPost } from './post.ts'
