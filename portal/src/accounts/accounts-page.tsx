import { Badge, Button, Card, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBuildings, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay, useMe } from '../app/session.ts'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { AccountForm } from './account-form.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Proposals } from './proposals.tsx'

export type Account = Answer<'list-accounts'>['results'][number]
const PAGE_ROWS = 50

/** The accounts below the own one: made, opened, changed, and decided about. */
export function AccountsPage() {
  const { t } = useTranslation()
  const me = useMe()
  const mayManage = useMay('accounts:manage', 'account-management:manage')
  const [name, setName] = useState('')
  const [asked] = useDebouncedValue(name.trim(), 250)
  const [cursors, setCursors] = useState<string[]>([])
  const accounts = useAsk(
    'list-accounts',
    { query: { name: asked, limit: PAGE_ROWS, cursor: cursors.at(-1) } },
    { placeholderData: (old) => old },
  )
  const [edited, setEdited] = useState<Account | 'new' | null>(null)
  const all = inTreeOrder(accounts.data?.results ?? [])
  const next = accounts.data?.nextCursor ?? null
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
      {t('accounts.create')}
    </Button>
  )
  return (
    <Page
      title={t('accounts.title')}
      about={t('accounts.about')}
      actions={mayManage ? create : undefined}
    >
      <Proposals mayDecide={mayManage} />
      <TextInput
        label={t('accounts.search')}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value)
          setCursors([])
        }}
        maxLength={100}
        maw={360}
      />
      {accounts.error && (
        <FaultNotice fault={accounts.error} retry={() => void accounts.refetch()} />
      )}
      {accounts.isPending && <Waiting rows={4} />}
      {accounts.data && all.length === 0 && (
        <Card>
          <Empty
            icon={<IconBuildings size={28} />}
            title={asked === '' ? t('accounts.none') : t('accounts.noneFound')}
            text={asked === '' ? t('accounts.noneText') : t('accounts.noneFoundText')}
          />
        </Card>
      )}
      {all.length > 0 && (
        <Card p={0} className="rows">
          {all.map((account) => (
            <AccountRow
              key={account.key}
              account={account}
              edit={mayManage ? () => setEdited(account) : undefined}
            />
          ))}
        </Card>
      )}
      {(cursors.length > 0 || next !== null) && (
        <Group justify="center">
          <Button
            variant="default"
            size="xs"
            disabled={cursors.length === 0}
            onClick={() => setCursors(cursors.slice(0, -1))}
          >
            {t('apiKeys.before')}
          </Button>
          <Button
            variant="default"
            size="xs"
            disabled={next === null}
            onClick={() => next !== null && setCursors([...cursors, next])}
          >
            {t('apiKeys.after')}
          </Button>
        </Group>
      )}
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={
          edited === null || edited === 'new'
            ? t('accounts.create')
            : t('accounts.edit', { name: edited.name })
        }
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        {edited !== null && (
          <AccountForm
            account={edited === 'new' ? null : edited}
            parentKind={me.account.kind}
            done={(saved) => {
              setEdited(null)
              tellDone(t('accounts.saved', { name: saved }))
            }}
          />
        )}
      </Modal>
    </Page>
  )
}

/** Each account after the one above it, where both are on the page; else as they come. */
function inTreeOrder(accounts: readonly Account[]): Account[] {
  const keys = new Set(accounts.map((one) => one.key))
  const below = Map.groupBy(accounts, (one) =>
    one.parentKey !== null && keys.has(one.parentKey) ? one.parentKey : '',
  )
  const from = (key: string): Account[] =>
    (below.get(key) ?? []).flatMap((one) => [one, ...from(one.key)])
  return from('')
}

const stateColours = {
  TRIAL: 'blue',
  ACTIVE: 'green',
  SUSPENDED: 'orange',
  CLOSED: 'gray',
} as const
const STEP_PX = 20

function AccountRow({ account, edit }: { account: Account; edit: (() => void) | undefined }) {
  const { t } = useTranslation()
  return (
    <Group
      justify="space-between"
      p="md"
      gap="sm"
      wrap="nowrap"
      style={{ borderBottom: '1px solid var(--trunkline-line)' }}
      data-account={account.key}
    >
      <Stack gap={4} miw={0} pl={(account.depth - 1) * STEP_PX}>
        <Group gap="xs">
          {account.branding.color !== null && (
            <span
              aria-hidden
              style={{
                width: 12,
                height: 12,
                borderRadius: 3,
                background: account.branding.color,
              }}
            />
          )}
          <Text fw={600} size="sm">
            {account.name === '' ? t('accounts.erased') : account.name}
          </Text>
          <Badge color={stateColours[account.state]}>{t(`accounts.state.${account.state}`)}</Badge>
          {account.pausedUntil !== null && <Badge color="red">{t('accounts.paused')}</Badge>}
        </Group>
        <Text size="xs" c="dimmed">
          {t(`accounts.kind.${account.kind}`)}
          {account.person === 'NATURAL' && ` · ${t('accounts.natural')}`}
          {account.dataRegion !== null && ` · ${account.dataRegion}`}
          {' · '}
          <span className="mono">{account.key.slice(0, 8)}</span>
        </Text>
      </Stack>
      <AccountMenu account={account} edit={edit} />
    </Group>
  )
}
