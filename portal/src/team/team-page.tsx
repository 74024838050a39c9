import { Button, Card, Modal, Stack, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../app/session.ts'
import { Page } from '../parts/page.tsx'
import { tellDone } from '../parts/tell.ts'
import { InvitationList } from './invitation-list.tsx'
import { InviteForm } from './invite-form.tsx'
import { PeopleList } from './people-list.tsx'

/** Who is in the account, and who is asked to come. */
export function TeamPage() {
  const { t } = useTranslation()
  const mayManage = useMay('users:manage')
  const [open, form] = useDisclosure(false)
  return (
    <Page
      title={t('team.title')}
      about={t('team.about')}
      actions={
        mayManage && (
          <Button leftSection={<IconUserPlus size={16} />} onClick={form.open}>
            {t('team.invite')}
          </Button>
        )
      }
    >
      <Card p={0} className="rows">
        <PeopleList mayManage={mayManage} />
      </Card>
      <Stack gap="xs">
        <Title order={2}>{t('team.invitations')}</Title>
        <Card p={0} className="rows">
          <InvitationList mayManage={mayManage} />
        </Card>
      </Stack>
      <Modal
        opened={open}
        onClose={form.close}
        title={t('team.invite')}
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        <InviteForm
          done={(email) => {
            form.close()
            tellDone(t('team.invited', { email }))
          }}
        />
      </Modal>
    </Page>
  )
}
