/** What the address of the list of messages says: its filters. */
export interface MessagesSearch {
  to?: string
  sender?: string
  status?: string
  bulkId?: string
  messageId?: string
  applicationId?: string
  entityId?: string
  since?: string
  until?: string
  scheduled?: boolean
}
