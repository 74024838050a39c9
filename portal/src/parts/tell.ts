import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import type { ApiFault } from '../api/call.ts'

/** A short word that something worked. */
export const tellDone = (message: string): void =>
  void notifications.show({
    message,
    color: 'green',
    autoClose: 4000,
    closeButtonProps: { 'aria-label': i18next.t('states.close') },
  })

/** A refusal of something that has no form to show it in. */
export const tellFault = (fault: ApiFault): void =>
  void notifications.show({
    title: i18next.t(fault.status === 0 ? 'fault.unreachable' : 'fault.title'),
    message: [
      fault.message || i18next.t('fault.unreachableText'),
      ...fault.violations.map((one) => `${one.property} ${one.violation}`),
      fault.action,
    ]
      .filter(Boolean)
      .join(' · '),
    color: 'red',
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': i18next.t('states.close') },
  })
