import { ActionIcon, Badge, Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core'
import { IconShieldCheck, IconShieldOff, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { Fresh, type SecondFactors } from './proof.tsx'
import { NewRecoveryCodes } from './recovery-codes.tsx'
import { SetUp } from './set-up.tsx'

/** How I log in, beside the password. */
export function SecurityPage() {
  const { t } = useTranslation()
  const factors = useAsk('list-second-factors', {})
  const [codes, setCodes] = useState<readonly string[]>([])
  return (
    <Page title={t('security.title')} about={t('security.about')}>
      {factors.error && <FaultNotice fault={factors.error} retry={() => void factors.refetch()} />}
      {factors.isPending && <Waiting rows={3} />}
      {codes.length > 0 && <NewRecoveryCodes codes={codes} done={() => setCodes([])} />}
      {factors.data && (
        <>
          <Factors data={factors.data} />
          <Fresh>
            <SetUp passkeyOrigin={factors.data.passkeyOrigin} added={setCodes} />
            {factors.data.factors.length > 0 && (
              <RecoveryCodes left={factors.data.recoveryCodesLeft} made={setCodes} />
            )}
          </Fresh>
        </>
      )}
    </Page>
  )
}

function Factors({ data }: { data: SecondFactors }) {
  const { t } = useTranslation()
  const remove = useChange('delete-second-factor', ['list-second-factors'])
  if (data.factors.length === 0)
    return (
      <Card>
        <Empty
          icon={<IconShieldOff size={28} />}
          title={t('security.none')}
          text={t('security.noneText')}
        />
      </Card>
    )
  const ask = async (id: number, name: string) => {
    const sure = await confirm({
      title: t('security.removeTitle', { name }),
      text: t('security.removeText'),
      action: t('security.remove'),
      harmful: true,
    })
    if (sure)
      remove.mutate(
        { params: { id } },
        { onSuccess: () => tellDone(t('security.removed', { name })), onError: tellFault },
      )
  }
  return (
    <Card p={0}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('security.name')}</Table.Th>
            <Table.Th visibleFrom="xs">{t('security.lastUsed')}</Table.Th>
            {data.freshUntil !== null && <Table.Th ta="end">{t('states.actions')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.factors.map((one) => (
            <Table.Tr key={one.id} data-factor={one.kind}>
              <Table.Td>
                <Group gap="xs">
                  <IconShieldCheck size={18} aria-hidden />
                  <Text size="sm" fw={600}>
                    {one.name}
                  </Text>
                  <Badge color="gray">{t(`security.kind.${one.kind}`)}</Badge>
                </Group>
              </Table.Td>
              <Table.Td visibleFrom="xs">
                {one.lastUsedAt === null ? (
                  <Text size="sm">{t('security.never')}</Text>
                ) : (
                  <Time at={one.lastUsedAt} short />
                )}
              </Table.Td>
              {data.freshUntil !== null && (
                <Table.Td ta="end">
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    aria-label={t('security.removeTitle', { name: one.name })}
                    title={t('security.removeTitle', { name: one.name })}
                    onClick={() => void ask(one.id, one.name)}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}

function RecoveryCodes({ left, made }: { left: number; made: (codes: readonly string[]) => void }) {
  const { t } = useTranslation()
  const make = useChange('create-recovery-codes', ['list-second-factors'])
  const ask = async () => {
    const sure = await confirm({
      title: t('security.codesNew'),
      text: t('security.codesNewText'),
      action: t('security.codesNew'),
    })
    if (sure)
      make.mutate({}, { onSuccess: ({ recoveryCodes }) => made(recoveryCodes), onError: tellFault })
  }
  return (
    <Card>
      <Stack align="flex-start">
        <Title order={2}>{t('security.codes')}</Title>
        <Text size="sm" c="dimmed">
          {t('security.codesLeft', { count: left })}
        </Text>
        <Button variant="default" loading={make.isPending} onClick={() => void ask()}>
          {t('security.codesNew')}
        </Button>
      </Stack>
    </Card>
  )
}
