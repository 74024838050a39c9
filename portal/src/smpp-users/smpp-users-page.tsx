import { Alert, Button, Card, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKey, IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import { useMay } from '../app/session.ts'
import { Copy } from '../parts/copy.tsx'
import { Page } from '../parts/page.tsx'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { Binds } from './binds.tsx'
import { LOOK_AGAIN_MS, type SmppUser } from './settings.ts'
import { UserForm } from './user-form.tsx'
import { UserRow } from './user-row.tsx'

const PAGE_ROWS = 20

/** Who may bind to the SMPP server, how they connect, and who is bound. */
export function SmppUsersPage() {
  const { t } = useTranslation()
  const mayManage = useMay('smpp:manage')
  const [cursors, setCursors] = useState<string[]>([])
  const users = useAsk(
    'list-smpp-users',
    { query: { limit: PAGE_ROWS, cursor: cursors.at(-1) } },
    { placeholderData: (old) => old, refetchInterval: LOOK_AGAIN_MS },
  )
  const [formOpen, form] = useDisclosure(false)
  const [edited, setEdited] = useState<SmppUser | null>(null)
  const [secret, setSecret] = useState<{ systemId: string; password: string } | null>(null)
  const all = users.data?.results ?? []
  const open = (user: SmppUser | null) => {
    setEdited(user)
    form.open()
  }
  const make = mayManage && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => open(null)}>
      {t('smppUsers.create')}
    </Button>
  )
  return (
    <Page title={t('smppUsers.title')} about={t('smppUsers.about')} actions={make}>
      {secret && <Secret {...secret} close={() => setSecret(null)} />}
      <Connect />
      {users.error && <FaultNotice fault={users.error} retry={() => void users.refetch()} />}
      {users.isPending && <Waiting rows={3} />}
      {users.data && all.length === 0 && (
        <Card>
          <Empty
            icon={<IconPlugConnected size={28} />}
            title={t('smppUsers.none')}
            text={t('smppUsers.noneText')}
            action={make}
          />
        </Card>
      )}
      {all.length > 0 && (
        <Card p={0} className="rows">
          {all.map((user) => (
            <UserRow
              key={user.id}
              user={user}
              mayManage={mayManage}
              edit={() => open(user)}
              tellPassword={(password) => setSecret({ systemId: user.systemId, password })}
            />
          ))}
        </Card>
      )}
      <Pages next={users.data?.nextCursor ?? null} cursors={cursors} go={setCursors} />
      {all.length > 0 && <Binds mayManage={mayManage} />}
      <Modal
        opened={formOpen}
        onClose={form.close}
        size="lg"
        title={edited ? t('smppUsers.edit', { systemId: edited.systemId }) : t('smppUsers.create')}
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        <UserForm
          key={edited?.id ?? 'new'}
          user={edited}
          done={(made) => {
            form.close()
            if (made) setSecret({ systemId: made.systemId, password: made.password })
            else tellDone(t('smppUsers.saved'))
          }}
        />
      </Modal>
    </Page>
  )
}

/** Where a customer's system connects to. */
function Connect() {
  const { t } = useTranslation()
  const access = useAsk('get-smpp-access', {})
  if (access.error) return <FaultNotice fault={access.error} retry={() => void access.refetch()} />
  if (!access.data) return <Waiting rows={1} height={72} />
  const { host, port, tlsPort } = access.data
  if (port === null && tlsPort === null)
    return (
      <Alert color="orange" title={t('smppUsers.offTitle')}>
        {t('smppUsers.offText')}
      </Alert>
    )
  return (
    <Card data-access>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Fact name={t('smppUsers.host')} value={host} />
        <Fact name={t('smppUsers.port')} value={port === null ? null : String(port)} />
        <Fact name={t('smppUsers.tlsPort')} value={tlsPort === null ? null : String(tlsPort)} />
      </SimpleGrid>
      <Text size="sm" c="dimmed" mt="sm">
        {t('smppUsers.connectAbout')}
      </Text>
    </Card>
  )
}

function Fact({ name, value }: { name: string; value: string | null }) {
  const { t } = useTranslation()
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Group gap={6}>
        <Text className="mono" fw={600}>
          {value ?? t('smppUsers.off')}
        </Text>
        {value !== null && <Copy text={value} what={name} />}
      </Group>
    </div>
  )
}

/** Shown once: the server keeps only a hash of it. */
function Secret({
  systemId,
  password,
  close,
}: {
  systemId: string
  password: string
  close: () => void
}) {
  const { t } = useTranslation()
  return (
    <Alert
      color="green"
      icon={<IconKey />}
      title={t('smppUsers.secretTitle', { systemId })}
      withCloseButton
      closeButtonLabel={t('states.close')}
      onClose={close}
      role="status"
    >
      <Stack gap="sm">
        <Text size="sm">{t('smppUsers.secretText')}</Text>
        <Group gap="xs">
          <Text className="mono" fw={600} data-secret>
            {password}
          </Text>
          <Copy text={password} what={t('smppUsers.password')} wide />
        </Group>
      </Stack>
    </Alert>
  )
}
