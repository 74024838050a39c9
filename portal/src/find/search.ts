/** By what a message is looked for over all accounts. */
export const ways = ['messageId', 'operatorId', 'to', 'bulkId'] as const
export type Way = (typeof ways)[number]

/** What the address of the page says. */
export interface FindSearch {
  by?: Way | undefined
  value?: string | undefined
  /** The message that is open: key of its account, and its id. */
  account?: string | undefined
  message?: string | undefined
}

export const wayOf = (value: unknown): Way | undefined => ways.find((one) => one === value)
