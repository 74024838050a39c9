import { Button, Group, Modal, Stack, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft, IconDownload, IconPencil } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { api, type Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { confirm } from '../parts/confirm.tsx'
import { LinkAnchor } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { saveFile } from '../parts/save-file.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { NewPrices } from './new-prices.tsx'
import { PriceImport } from './price-import.tsx'
import { PriceTable } from './price-table.tsx'
import { Preview } from './prices-page.tsx'

type List = Answer<'list-price-lists'>['results'][number]
const route = getRouteApi('/app/prices/$listId')
const LISTS_MAX = 1_000

/** One price list: its prices, adding to them by hand or by file, and what a number costs by it. */
export function PriceListPage() {
  const { t } = useTranslation()
  const listId = Number(route.useParams().listId)
  const mayManage = useMay('billing:manage')
  const lists = useAsk('list-price-lists', { query: { limit: LISTS_MAX } })
  const list = lists.data?.results.find((one) => one.id === listId)
  const currency = list?.currency ?? ''
  return (
    <Page
      title={list?.name ?? t('prices.list')}
      about={t('prices.listAbout')}
      actions={
        <>
          {mayManage && <PriceImport listId={listId} />}
          <Export listId={listId} />
          {mayManage && list && <Rename list={list} />}
          {mayManage && <Retire listId={listId} />}
        </>
      }
    >
      <Group gap={4}>
        <IconArrowLeft size={16} aria-hidden />
        <LinkAnchor to="/prices" search={{ tab: 'lists' }} size="sm">
          {t('prices.back')}
        </LinkAnchor>
      </Group>
      {lists.error && <FaultNotice fault={lists.error} />}
      {mayManage && <NewPrices listId={listId} currency={currency} />}
      <PriceTable listId={listId} currency={currency} />
      <Title order={2}>{t('prices.ask')}</Title>
      <Preview listId={listId} />
    </Page>
  )
}

function Export({ listId }: { listId: number }) {
  const { t } = useTranslation()
  const save = async () => {
    const { csv } = await api('export-prices', { params: { listId } })
    saveFile(`prices-${listId}.csv`, csv, 'text/csv')
  }
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} />}
      onClick={() => void save().catch(tellFault)}
    >
      {t('prices.export')}
    </Button>
  )
}

function Retire({ listId }: { listId: number }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const retire = useChange('delete-price-list', ['list-price-lists'])
  const remove = async () => {
    const sure = await confirm({
      title: t('prices.retire'),
      text: t('prices.retireText'),
      action: t('prices.retire'),
      harmful: true,
    })
    if (sure)
      retire.mutate(
        { params: { listId } },
        {
          onSuccess: () => void navigate({ to: '/prices', search: { tab: 'lists' } }),
          onError: tellFault,
        },
      )
  }
  return (
    <Button variant="light" color="red" loading={retire.isPending} onClick={() => void remove()}>
      {t('prices.retire')}
    </Button>
  )
}

function Rename({ list }: { list: List }) {
  const { t } = useTranslation()
  const [opened, modal] = useDisclosure(false)
  const rename = useChange('update-price-list', ['list-price-lists'])
  const [name, setName] = useState(list.name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    rename.mutate(
      { params: { listId: list.id }, body: { name: name.trim() } },
      {
        onSuccess: () => {
          tellDone(t('prices.renamed', { name: name.trim() }))
          modal.close()
        },
      },
    )
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPencil size={16} />}
        onClick={() => {
          setName(list.name)
          modal.open()
        }}
      >
        {t('prices.rename')}
      </Button>
      <Modal
        opened={opened}
        onClose={modal.close}
        title={<b>{t('prices.renameTitle', { name: list.name })}</b>}
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={t('prices.listName')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={100}
              required
              data-autofocus
            />
            {rename.error && <FaultNotice fault={rename.error} />}
            <Button type="submit" loading={rename.isPending} w="fit-content">
              {t('applications.save')}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
