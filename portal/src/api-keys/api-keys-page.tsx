import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Card,
  Group,
  Modal,
  Stack,
  Switch,
  Text,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKey, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { nowMs } from '../clock.ts'
import { readTime, useFormat } from '../language/format.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { confirm } from '../parts/confirm.tsx'
import { Copy } from '../parts/copy.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { KeyForm } from './key-form.tsx'

export type KeyUse = Answer<'list-api-key-uses'>['results'][number]
export type ApiKey = NonNullable<Answer<'get-api-keys-by-filter'>['apiKeys']>[number]
const PAGE_ROWS = 20

export function ApiKeysPage() {
  const { t } = useTranslation()
  const mayManage = useMay('account-management:manage')
  const [page, setPage] = useState(0)
  const keys = useAsk(
    'get-api-keys-by-filter',
    { query: { page, size: PAGE_ROWS } },
    { placeholderData: (old) => old },
  )
  const ids = (keys.data?.apiKeys ?? []).map((one) => one.id ?? '').join(',')
  const uses = useAsk('list-api-key-uses', { query: { ids } }, { enabled: ids !== '' })
  const findUse = (key: ApiKey) => uses.data?.results.find((one) => one.id === key.id)
  const [formOpen, form] = useDisclosure(false)
  const [edited, setEdited] = useState<ApiKey | null>(null)
  const [secret, setSecret] = useState<{ name: string; secret: string } | null>(null)
  const all = keys.data?.apiKeys ?? []
  const pages = keys.data?.paging.totalPages ?? 1
  const open = (key: ApiKey | null) => {
    setEdited(key)
    form.open()
  }
  return (
    <Page
      title={t('apiKeys.title')}
      about={t('apiKeys.about')}
      actions={
        mayManage && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => open(null)}>
            {t('apiKeys.create')}
          </Button>
        )
      }
    >
      {secret && <Secret {...secret} close={() => setSecret(null)} />}
      {keys.error && <FaultNotice fault={keys.error} retry={() => void keys.refetch()} />}
      {keys.isPending && <Waiting rows={4} />}
      {keys.data && all.length === 0 && (
        <Card>
          <Empty
            icon={<IconKey size={28} />}
            title={t('apiKeys.none')}
            text={t('apiKeys.noneText')}
            action={<Button onClick={() => open(null)}>{t('apiKeys.create')}</Button>}
          />
        </Card>
      )}
      {all.length > 0 && (
        <Card p={0} className="rows">
          {all.map((key) => (
            <KeyRow key={key.id} apiKey={key} used={findUse(key)} edit={() => open(key)} />
          ))}
        </Card>
      )}
      {pages > 1 && (
        <Group justify="center">
          <Button
            variant="default"
            size="xs"
            disabled={page === 0}
            onClick={() => setPage(page - 1)}
          >
            {t('apiKeys.before')}
          </Button>
          <Text size="sm" className="numbers">
            {page + 1} / {pages}
          </Text>
          <Button
            variant="default"
            size="xs"
            disabled={page + 1 >= pages}
            onClick={() => setPage(page + 1)}
          >
            {t('apiKeys.after')}
          </Button>
        </Group>
      )}
      <Modal
        opened={formOpen}
        onClose={form.close}
        size="lg"
        title={edited ? t('apiKeys.edit', { name: edited.name }) : t('apiKeys.create')}
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        <KeyForm
          key={edited?.id ?? 'new'}
          apiKey={edited}
          perSecond={(edited && findUse(edited)?.requestsPerSecond) ?? null}
          done={(made) => {
            form.close()
            if (made?.apiKeySecret) setSecret({ name: made.name, secret: made.apiKeySecret })
            else tellDone(t('apiKeys.saved'))
          }}
        />
      </Modal>
    </Page>
  )
}

/** The first key of an installation ends in 2100: nobody needs to be told. */
const isForEver = (validTo: string): boolean => readTime(validTo).getUTCFullYear() >= 2099

function stateOf(key: ApiKey): 'enabled' | 'disabled' | 'expired' | 'early' {
  if (key.enabled === false) return 'disabled'
  if (key.validTo && readTime(key.validTo).getTime() < nowMs()) return 'expired'
  if (key.validFrom && readTime(key.validFrom).getTime() > nowMs()) return 'early'
  return 'enabled'
}
const stateColours = {
  enabled: 'green',
  disabled: 'gray',
  expired: 'red',
  early: 'orange',
} as const

function KeyRow({
  apiKey,
  used,
  edit,
}: {
  apiKey: ApiKey
  used: KeyUse | undefined
  edit: () => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const update = useChange('update-api-key', ['get-api-keys-by-filter'])
  const remove = useChange('delete-api-key', ['get-api-keys-by-filter'])
  const state = stateOf(apiKey)
  const id = apiKey.id ?? ''
  const drop = async () => {
    if (
      await confirm({
        title: t('apiKeys.deleteTitle', { name: apiKey.name }),
        text: t('apiKeys.deleteText'),
        action: t('apiKeys.delete'),
        harmful: true,
      })
    )
      remove.mutate(
        { params: { id } },
        {
          onSuccess: () => tellDone(t('apiKeys.deleted', { name: apiKey.name })),
          onError: tellFault,
        },
      )
  }
  const scopes = apiKey.scopeGuids ?? []
  return (
    <Group
      justify="space-between"
      p="md"
      gap="sm"
      style={{ borderBottom: '1px solid var(--trunkline-line)' }}
      data-key={apiKey.name}
    >
      <Stack gap={4} flex={1} miw={200}>
        <Group gap="xs">
          <Text fw={600} size="sm">
            {apiKey.name}
          </Text>
          <Badge color={stateColours[state]}>{t(`apiKeys.state.${state}`)}</Badge>
        </Group>
        <Text size="xs" c="dimmed">
          <span className="mono">{id}</span>
          {' · '}
          {scopes.length === 0
            ? t('apiKeys.allScopes')
            : t('apiKeys.scopes', { count: scopes.length })}
          {' · '}
          {apiKey.allowedIPs && apiKey.allowedIPs.length > 0
            ? t('apiKeys.fromIps', { count: apiKey.allowedIPs.length })
            : t('apiKeys.fromAnywhere')}
          {apiKey.validTo &&
            !isForEver(apiKey.validTo) &&
            ` · ${t('apiKeys.until', { time: format.time(readTime(apiKey.validTo)) })}`}
          {used &&
            ` · ${
              used.lastUsedAt === null
                ? t('apiKeys.neverUsed')
                : t('apiKeys.usedAt', { time: format.time(readTime(used.lastUsedAt)) })
            }`}
          {used?.requestsPerSecond &&
            ` · ${t('apiKeys.atMost', { count: used.requestsPerSecond })}`}
        </Text>
      </Stack>
      <Group gap="xs" wrap="nowrap">
        <Switch
          checked={apiKey.enabled !== false}
          aria-label={t('apiKeys.enabledOf', { name: apiKey.name })}
          disabled={update.isPending}
          onChange={(event) =>
            update.mutate(
              {
                params: { apiKeyId: id },
                body: { name: apiKey.name, enabled: event.currentTarget.checked },
              },
              { onError: tellFault },
            )
          }
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          onClick={edit}
          aria-label={t('apiKeys.edit', { name: apiKey.name })}
          title={t('apiKeys.edit', { name: apiKey.name })}
        >
          <IconPencil size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="red"
          onClick={() => void drop()}
          aria-label={t('apiKeys.deleteTitle', { name: apiKey.name })}
          title={t('apiKeys.deleteTitle', { name: apiKey.name })}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
    </Group>
  )
}

/** Shown once: the server keeps only a hash of it. */
function Secret({ name, secret, close }: { name: string; secret: string; close: () => void }) {
  const { t } = useTranslation()
  const example = `curl -X POST '${location.origin}/sms/3/messages' \\
  -H 'Authorization: App ${secret}' \\
  -H 'Content-Type: application/json' \\
  -d '{"messages":[{"sender":"Trunkline","destinations":[{"to":"999100000001"}],"content":{"text":"Hello"}}]}'`
  return (
    <Alert
      color="green"
      icon={<IconKey />}
      title={t('apiKeys.secretTitle', { name })}
      withCloseButton
      closeButtonLabel={t('states.close')}
      onClose={close}
      role="status"
    >
      <Stack gap="sm">
        <Text size="sm">{t('apiKeys.secretText')}</Text>
        <Group gap="xs">
          <Text className="mono" fw={600} data-secret>
            {secret}
          </Text>
          <Copy text={secret} what={t('apiKeys.secret')} wide />
        </Group>
        <Text size="sm">{t('apiKeys.tryIt')}</Text>
        <CodeBlock code={example} label="curl" />
      </Stack>
    </Alert>
  )
}
