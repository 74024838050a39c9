import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { Fresh } from './proof.tsx'

/** An owner lets a colleague in again who lost their second factor. */
export function ResetFactors({
  person,
  opened,
  close,
}: {
  person: { id: number; name: string }
  opened: boolean
  close: () => void
}) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('security.resetTitle', { name: person.name })}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      <Fresh>
        <Reset person={person} close={close} />
      </Fresh>
    </Modal>
  )
}

function Reset({ person, close }: { person: { id: number; name: string }; close: () => void }) {
  const { t } = useTranslation()
  const reset = useChange('reset-second-factors')
  const go = () =>
    reset.mutate(
      { params: { userId: person.id } },
      {
        onSuccess: () => {
          tellDone(t('security.resetDone', { name: person.name }))
          close()
        },
      },
    )
  return (
    <Stack>
      <Text size="sm">{t('security.resetText')}</Text>
      {reset.error && <FaultNotice fault={reset.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t('states.cancel')}
        </Button>
        <Button color="red" loading={reset.isPending} onClick={go}>
          {t('security.reset')}
        </Button>
      </Group>
    </Stack>
  )
}
