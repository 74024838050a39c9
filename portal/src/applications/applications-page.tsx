import { Tabs } from '@mantine/core'
import { IconApps, IconBuilding } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { useMay } from '../app/session.ts'
import { Page } from '../parts/page.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Associations } from './associations.tsx'
import { NamedList } from './named-list.tsx'
import { Strategies } from './strategies.tsx'

const ROWS = 50

export function ApplicationsPage() {
  const { t } = useTranslation()
  const mayName = useMay('application-entity:manage')
  const mayPrefer = useMay('sending-strategy:manage')
  return (
    <Page title={t('applications.title')} about={t('applications.about')}>
      <Tabs defaultValue={mayName ? 'applications' : 'strategies'} keepMounted={false}>
        <Tabs.List mb="md">
          {mayName && (
            <>
              <Tabs.Tab value="applications">{t('applications.applications')}</Tabs.Tab>
              <Tabs.Tab value="entities">{t('applications.entities')}</Tabs.Tab>
              <Tabs.Tab value="associations">{t('applications.associations')}</Tabs.Tab>
            </>
          )}
          {mayPrefer && <Tabs.Tab value="strategies">{t('applications.strategies')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="applications">
          <Applications />
        </Tabs.Panel>
        <Tabs.Panel value="entities">
          <Entities />
        </Tabs.Panel>
        <Tabs.Panel value="associations">
          <Associations />
        </Tabs.Panel>
        <Tabs.Panel value="strategies">
          <Strategies />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function Applications() {
  const { t } = useTranslation()
  const [page, setPage] = useState(1)
  const list = useAsk('get-applications', { query: { page: page - 1, size: ROWS } })
  const make = useChange('create-application', ['get-applications'])
  const rename = useChange('modify-application', ['get-applications'])
  const remove = useChange('delete-application', ['get-applications'])
  return (
    <NamedList
      words={{
        newId: t('applications.newId'),
        make: t('applications.make'),
        none: t('applications.none'),
        noneText: t('applications.noneText'),
      }}
      icon={<IconApps size={28} />}
      list={{
        data: list.data?.results.map((one) => ({
          id: one.applicationId,
          name: one.applicationName,
        })),
        error: list.error,
        retry: () => void list.refetch(),
      }}
      making={make}
      make={({ id, name }, done) =>
        make.mutate(
          { body: { applicationId: id, ...(name === undefined ? {} : { applicationName: name }) } },
          {
            onSuccess: () => {
              tellDone(t('applications.made', { id }))
              done()
            },
          },
        )
      }
      rename={({ id, name }) =>
        rename.mutate(
          { params: { applicationId: id }, body: { applicationName: name ?? '' } },
          { onError: tellFault },
        )
      }
      remove={(id) =>
        remove.mutate(
          { params: { applicationId: id } },
          { onSuccess: () => tellDone(t('applications.deleted', { id })), onError: tellFault },
        )
      }
      page={page}
      pages={list.data?.paging.totalPages ?? 0}
      setPage={setPage}
    />
  )
}

function Entities() {
  const { t } = useTranslation()
  const [page, setPage] = useState(1)
  const list = useAsk('get-entities', { query: { page: page - 1, size: ROWS } })
  const make = useChange('create-entity', ['get-entities'])
  const rename = useChange('modify-entity', ['get-entities'])
  const remove = useChange('delete-entity', ['get-entities'])
  return (
    <NamedList
      words={{
        newId: t('applications.newEntityId'),
        make: t('applications.makeEntity'),
        none: t('applications.noEntities'),
        noneText: t('applications.noEntitiesText'),
      }}
      icon={<IconBuilding size={28} />}
      list={{
        data: list.data?.results.map((one) => ({ id: one.entityId, name: one.entityName })),
        error: list.error,
        retry: () => void list.refetch(),
      }}
      making={make}
      make={({ id, name }, done) =>
        make.mutate(
          { body: { entityId: id, ...(name === undefined ? {} : { entityName: name }) } },
          {
            onSuccess: () => {
              tellDone(t('applications.made', { id }))
              done()
            },
          },
        )
      }
      rename={({ id, name }) =>
        rename.mutate(
          { params: { entityId: id }, body: { entityName: name ?? '' } },
          { onError: tellFault },
        )
      }
      remove={(id) =>
        remove.mutate(
          { params: { entityId: id } },
          { onSuccess: () => tellDone(t('applications.deleted', { id })), onError: tellFault },
        )
      }
      page={page}
      pages={list.data?.paging.totalPages ?? 0}
      setPage={setPage}
    />
  )
}
