import { ActionIcon, Badge } from '@mantine/core'
import {
  IconFlask,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconSend,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useRefresh } from '../api/stream.ts'
import { tellDone, tellFault } from '../parts/tell.ts'
import { DeleteEntry, Entries, Entry, FormWindow } from './entries.tsx'
import { ProfileForm } from './profile-form.tsx'
import { Trial } from './trial.tsx'

export type Profile = Answer<'get-profiles'>['results'][number]
type State = Answer<'list-profile-states'>['results'][number]

export function Profiles() {
  const { t } = useTranslation()
  const profiles = useAsk('get-profiles', { query: { page: 0, size: 100 } })
  const states = useAsk('list-profile-states', {})
  // A profile that fails for long is paused while somebody looks on.
  useRefresh(['webhooks'], () => void states.refetch())
  const [edited, setEdited] = useState<Profile | 'new' | null>(null)
  const [tried, setTried] = useState<string | null>(null)
  const stateOf = (id: string) => states.data?.results.find((one) => one.profileId === id)
  return (
    <>
      <Entries
        about={t('webhooks.profilesAbout')}
        asked={profiles}
        items={profiles.data?.results}
        icon={<IconSend size={28} />}
        none={{ title: t('webhooks.noProfiles'), text: t('webhooks.noProfilesText') }}
        add={{ label: t('webhooks.newProfile'), run: () => setEdited('new') }}
      >
        {(one) => (
          <ProfileEntry
            key={one.profileId}
            profile={one}
            state={stateOf(one.profileId)}
            edit={() => setEdited(one)}
            attempt={() => setTried(one.profileId)}
          />
        )}
      </Entries>
      <FormWindow
        title={
          edited === null || edited === 'new'
            ? t('webhooks.newProfile')
            : t('webhooks.edit', { name: edited.profileId })
        }
        opened={edited !== null}
        close={() => setEdited(null)}
      >
        <ProfileForm
          profile={edited === 'new' ? null : edited}
          done={() => {
            setEdited(null)
            tellDone(t('webhooks.saved'))
          }}
        />
      </FormWindow>
      <FormWindow
        title={t('webhooks.tryOf', { name: tried ?? '' })}
        opened={tried !== null}
        close={() => setTried(null)}
      >
        {tried !== null && <Trial profileId={tried} />}
      </FormWindow>
    </>
  )
}

function ProfileEntry({
  profile,
  state,
  edit,
  attempt,
}: {
  profile: Profile
  state: State | undefined
  edit: () => void
  attempt: () => void
}) {
  const { t } = useTranslation()
  const { profileId } = profile
  const remove = useChange('delete-profile', ['get-profiles', 'list-profile-states'])
  const pause = useChange('pause-profile', ['list-profile-states'])
  const resume = useChange('resume-profile', ['list-profile-states'])
  const paused = state?.paused === true
  const toggle = () =>
    (paused ? resume : pause).mutate({ params: { profileId } }, { onError: tellFault })
  return (
    <Entry
      name={profileId}
      badges={<StateBadge state={state} />}
      detail={[
        profile.webhook?.notifyUrl,
        profile.security?.authId,
        profile.clientCertificateId,
        state?.reason,
      ]
        .filter(Boolean)
        .join(' · ')}
      actions={
        <>
          <Action label={t('webhooks.tryOf', { name: profileId })} run={attempt}>
            <IconFlask size={16} />
          </Action>
          <Action
            label={t(paused ? 'webhooks.resumeOf' : 'webhooks.pauseOf', { name: profileId })}
            run={toggle}
          >
            {paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
          </Action>
          <Action label={t('webhooks.edit', { name: profileId })} run={edit}>
            <IconPencil size={16} />
          </Action>
          <DeleteEntry
            name={profileId}
            run={() =>
              remove.mutate(
                { params: { profileId } },
                { onSuccess: () => tellDone(t('webhooks.deleted')), onError: tellFault },
              )
            }
          />
        </>
      }
    />
  )
}

function StateBadge({ state }: { state: State | undefined }) {
  const { t } = useTranslation()
  if (state === undefined) return null
  if (state.paused) return <Badge color="red">{t('webhooks.state.paused')}</Badge>
  return state.failures > 0 ? (
    <Badge color="orange">{t('webhooks.failing', { count: state.failures })}</Badge>
  ) : (
    <Badge color="green">{t('webhooks.state.works')}</Badge>
  )
}

function Action({
  label,
  run,
  children,
}: {
  label: string
  run: () => void
  children: React.ReactNode
}) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={run}>
      {children}
    </ActionIcon>
  )
}
