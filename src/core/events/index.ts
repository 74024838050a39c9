export { EventLog, type NewEvent, type StoredEvent } from './event-log.ts'
export { EventStream, type Topic } from './stream.ts'
