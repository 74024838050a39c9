import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import i18next from 'i18next'

/** Asks before something that cannot be undone. The button says what it does, never "OK". */
export const confirm = (asked: {
  title: string
  text: string
  action: string
  harmful?: boolean
}): Promise<boolean> =>
  new Promise((resolve) => {
    modals.openConfirmModal({
      title: asked.title,
      children: <Text size="sm">{asked.text}</Text>,
      labels: { confirm: asked.action, cancel: i18next.t('states.cancel') },
      confirmProps: asked.harmful ? { color: 'red' } : {},
      closeButtonProps: { 'aria-label': i18next.t('states.close') },
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    })
  })
