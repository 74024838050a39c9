import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Card,
  Group,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core'
import { IconInfoCircle, IconPlus, IconSend, IconSignature, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { parseSender } from '../../../src/protocols/e164/index.ts'
import { useAsk, useChange } from '../api/ask.ts'
import { useMay, useMe } from '../app/session.ts'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { LinkIcon } from '../parts/links.tsx'

export function SendersPage() {
  const { t } = useTranslation()
  const me = useMe()
  const mayChange = useMay('accounts:manage', 'account-management:manage')
  const senders = useAsk('list-senders', { query: {} })
  const remove = useChange('delete-sender', ['list-senders'])
  const classes = useAsk('list-sender-classes', { query: { limit: 1_000 } })
  const ask = async (id: number, sender: string) => {
    if (
      await confirm({
        title: t('senders.deleteTitle', { sender }),
        text: t('senders.deleteText'),
        action: t('senders.delete'),
        harmful: true,
      })
    )
      remove.mutate(
        { params: { id } },
        { onSuccess: () => tellDone(t('senders.deleted', { sender })), onError: tellFault },
      )
  }
  return (
    <Page title={t('senders.title')} about={t('senders.about')}>
      {me.account.isRoot && (
        <Alert icon={<IconInfoCircle />} color="blue" p="sm">
          <Text size="sm">{t('senders.rootNote')}</Text>
        </Alert>
      )}
      {mayChange && <AddSender />}
      {senders.error && <FaultNotice fault={senders.error} retry={() => void senders.refetch()} />}
      {senders.isPending && <Waiting rows={3} />}
      {senders.data?.results.length === 0 && (
        <Card>
          <Empty
            icon={<IconSignature size={28} />}
            title={t('senders.none')}
            text={t('senders.noneText')}
          />
        </Card>
      )}
      {senders.data && senders.data.results.length > 0 && (
        <Card p={0}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('senders.sender')}</Table.Th>
                <Table.Th>{t('senders.isFor')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('senders.added')}</Table.Th>
                <Table.Th ta="end">{t('states.actions')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {senders.data.results.map((one) => {
                const read = parseSender(one.sender)
                return (
                  <Table.Tr key={one.id}>
                    <Table.Td>
                      <Group gap="xs">
                        <Text size="sm" fw={600}>
                          {one.sender}
                        </Text>
                        {read.ok && (
                          <Badge color="gray">{t(`senders.kind.${read.sender.kind}`)}</Badge>
                        )}
                      </Group>
                    </Table.Td>
                    <Table.Td>
                      <SenderClass
                        sender={one.sender}
                        isFor={
                          classes.data?.results.find((other) => other.sender === one.sender)
                            ?.contentClass ?? null
                        }
                        mayChange={mayChange}
                      />
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      <Time at={one.createdAt} short />
                    </Table.Td>
                    <Table.Td>
                      <Group gap={4} justify="flex-end" wrap="nowrap">
                        <LinkIcon
                          to="/compose"
                          search={{ sender: one.sender }}
                          variant="subtle"
                          aria-label={t('senders.use', { sender: one.sender })}
                          title={t('senders.use', { sender: one.sender })}
                        >
                          <IconSend size={16} />
                        </LinkIcon>
                        {mayChange && (
                          <ActionIcon
                            variant="subtle"
                            color="red"
                            aria-label={t('senders.deleteTitle', { sender: one.sender })}
                            title={t('senders.deleteTitle', { sender: one.sender })}
                            onClick={() => void ask(one.id, one.sender)}
                          >
                            <IconTrash size={16} />
                          </ActionIcon>
                        )}
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
        </Card>
      )}
    </Page>
  )
}

const classes = ['OTP', 'TRANSACTIONAL', 'MARKETING'] as const
type ContentClass = (typeof classes)[number]

function SenderClass({
  sender,
  isFor,
  mayChange,
}: {
  sender: string
  isFor: ContentClass | null
  mayChange: boolean
}) {
  const { t } = useTranslation()
  const change = useChange('set-sender-class', ['list-sender-classes'])
  return (
    <Select
      size="xs"
      miw={110}
      aria-label={t('senders.class', { sender })}
      placeholder={t('senders.isForUnset')}
      data={classes.map((value) => ({ value, label: t(`rules.class.${value}`) }))}
      value={isFor}
      disabled={!mayChange || change.isPending}
      clearable
      clearButtonProps={{ 'aria-label': t('rules.clear') }}
      onChange={(value) =>
        change.mutate(
          { params: { sender }, body: { contentClass: value as ContentClass | null } },
          { onSuccess: () => tellDone(t('rules.saved')), onError: tellFault },
        )
      }
    />
  )
}

function AddSender() {
  const { t } = useTranslation()
  const add = useChange('create-sender', ['list-senders'])
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const read = parseSender(text)
  const fault =
    !read.ok && (tried || text.trim() !== '') ? t(`compose.fault.sender.${read.reason}`) : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!read.ok) return
    add.mutate(
      { body: { sender: text.trim() } },
      {
        onSuccess: () => {
          tellDone(t('senders.done', { sender: text.trim() }))
          setText('')
          setTried(false)
        },
      },
    )
  }
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Group align="flex-start">
            <TextInput
              flex={1}
              miw={200}
              label={t('senders.new')}
              description={t('senders.newAbout')}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              error={fault}
              maxLength={20}
              required
            />
            <Button
              type="submit"
              mt={{ base: 0, xs: 46 }}
              leftSection={<IconPlus size={16} />}
              loading={add.isPending}
            >
              {t('senders.add')}
            </Button>
          </Group>
          {add.error && <FaultNotice fault={add.error} />}
        </Stack>
      </form>
    </Card>
  )
}
