import { useTranslation } from 'react-i18next'

/** Statuses the portal explains in its own words and language; names as the API has them. */
export const explainedStatuses = [
  'PENDING_WAITING_DELIVERY',
  'PENDING_ENROUTE',
  'PENDING_ACCEPTED',
  'UNDELIVERABLE_REJECTED_OPERATOR',
  'UNDELIVERABLE_NOT_DELIVERED',
  'UNDELIVERABLE_NOT_SENT',
  'DELIVERED_TO_OPERATOR',
  'DELIVERED_TO_HANDSET',
  'EXPIRED_EXPIRED',
  'EXPIRED_DLR_UNKNOWN',
  'REJECTED_NETWORK',
  'REJECTED_PREFIX_MISSING',
  'REJECTED_DND',
  'REJECTED_SOURCE',
  'REJECTED_NOT_ENOUGH_CREDITS',
  'REJECTED_SENDER',
  'REJECTED_DESTINATION_BLOCKLISTED',
  'REJECTED_PREPAID_PACKAGE_EXPIRED',
  'REJECTED_DESTINATION_NOT_REGISTERED',
  'REJECTED_ROUTE_NOT_AVAILABLE',
  'REJECTED_FLOODING_FILTER',
  'REJECTED_SYSTEM_ERROR',
  'REJECTED_DUPLICATE_MESSAGE_ID',
  'REJECTED_INVALID_UDH',
  'REJECTED_MESSAGE_TOO_LONG',
  'MISSING_TO',
  'REJECTED_DESTINATION',
] as const

const explained: ReadonlySet<string> = new Set(explainedStatuses)

/** What a status means and what to do about it; the API's own name where the portal has no words for it. */
export function useAdvice(): (statusName: string) => { title: string; text: string | null } {
  const { t } = useTranslation()
  return (name) =>
    explained.has(name)
      ? { title: t(`advice.${name}.title`), text: t(`advice.${name}.text`) }
      : { title: name, text: null }
}
