/** What messages can be for, the most urgent first. */
export const contentClasses = ['OTP', 'TRANSACTIONAL', 'MARKETING'] as const
export type ContentClass = (typeof contentClasses)[number]

/** The message whose way is asked for. */
export interface WhySearch {
  to?: string | undefined
  from?: string | undefined
  /** Key of its account. */
  account?: string | undefined
  content?: ContentClass | undefined
  /** As date fields write it, in the reader's zone. */
  at?: string | undefined
}

export const contentClassOf = (value: unknown): ContentClass | undefined =>
  contentClasses.find((one) => one === value)
