import { ActionIcon, Button, Menu, Modal, Stack, Text, Textarea } from '@mantine/core'
import {
  IconDots,
  IconGauge,
  IconLogin2,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconUserOff,
  IconX,
} from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiFault } from '../api/call.ts'
import { renew } from '../api/ask.ts'
import { goActIn } from '../app/acting-banner.tsx'
import { useMe } from '../app/session.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import type { Account } from './accounts-page.tsx'
import { ThrottlesForm } from './throttles-form.tsx'

const deeds = ['activate', 'suspend', 'pause', 'lift', 'close', 'underAge'] as const
type Deed = (typeof deeds)[number]

/** What can be done with an account as it is now. */
function possible({ state, pausedUntil }: Account): Deed[] {
  const sends = state === 'ACTIVE' || state === 'TRIAL'
  const all: Record<Deed, boolean> = {
    activate: state === 'TRIAL' || state === 'SUSPENDED',
    suspend: sends,
    pause: sends && pausedUntil === null,
    lift: pausedUntil !== null,
    close: state !== 'CLOSED',
    underAge: state !== 'CLOSED',
  }
  return deeds.filter((deed) => all[deed])
}

const icons = {
  activate: <IconPlayerPlay size={16} />,
  suspend: <IconPlayerPause size={16} />,
  pause: <IconPlayerPause size={16} />,
  lift: <IconPlayerPlay size={16} />,
  close: <IconX size={16} />,
  underAge: <IconUserOff size={16} />,
} as const satisfies Record<Deed, unknown>

/** A suspended trial comes back as the trial it was. */
const resumed = (account: Account): 'TRIAL' | 'ACTIVE' =>
  account.state === 'SUSPENDED' && account.trialEndsAt !== null ? 'TRIAL' : 'ACTIVE'

async function carryOut(deed: Deed, account: Account, reason: string): Promise<unknown> {
  const params = { accountKey: account.key }
  const state = (to: Account['state']) =>
    api('change-account-state', { params, body: { state: to, reason } })
  switch (deed) {
    case 'activate':
      return state(resumed(account))
    case 'suspend':
      return state('SUSPENDED')
    case 'close':
      return state('CLOSED')
    case 'pause':
      return api('pause-account', { params, body: { reason } })
    case 'lift':
      return api('lift-account-pause', { params })
    case 'underAge':
      return api('create-proposal', {
        body: { accountKey: account.key, kind: 'DELETE_UNDER_AGE', reason, evidence: reason },
      })
  }
}

/** Every deed wants a reason: it stands in the history of the account. */
export function AccountMenu({
  account,
  edit,
}: {
  account: Account
  edit: (() => void) | undefined
}) {
  const { t } = useTranslation()
  const { account: own } = useMe()
  const [deed, setDeed] = useState<Deed | null>(null)
  const [throttles, setThrottles] = useState(false)
  const label = t('accounts.menu', { name: account.name })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={label} title={label}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {account.state !== 'CLOSED' && (
            <Menu.Item leftSection={<IconLogin2 size={16} />} onClick={() => goActIn(account.key)}>
              {t('accounts.actHere')}
            </Menu.Item>
          )}
          {edit && (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit}>
              {t('accounts.change')}
            </Menu.Item>
          )}
          {edit && own.isRoot && (
            <Menu.Item leftSection={<IconGauge size={16} />} onClick={() => setThrottles(true)}>
              {t('accounts.throttles.title')}
            </Menu.Item>
          )}
          {edit &&
            possible(account).map((one) => (
              <Menu.Item
                key={one}
                leftSection={icons[one]}
                color={one === 'close' || one === 'underAge' ? 'red' : undefined}
                onClick={() => setDeed(one)}
              >
                {t(`accounts.deed.${one}`)}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={throttles}
        onClose={() => setThrottles(false)}
        size="lg"
        title={t('accounts.throttles.of', { name: account.name })}
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        {throttles && <ThrottlesForm account={account} done={() => setThrottles(false)} />}
      </Modal>
      <Modal
        opened={deed !== null}
        onClose={() => setDeed(null)}
        title={deed === null ? '' : `${t(`accounts.deed.${deed}`)}: ${account.name}`}
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        {deed !== null && <DeedForm deed={deed} account={account} done={() => setDeed(null)} />}
      </Modal>
    </>
  )
}

function DeedForm({ deed, account, done }: { deed: Deed; account: Account; done: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const carry = useMutation<unknown, ApiFault, string>({
    mutationFn: (said) => carryOut(deed, account, said),
    onSuccess: async () => {
      await renew('list-accounts', 'list-proposals')
      tellDone(t('accounts.done', { name: account.name }))
      done()
    },
  })
  const needsReason = deed !== 'lift'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (needsReason && reason.trim() === '') return
    carry.mutate(reason.trim())
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{t(`accounts.deedText.${deed}`)}</Text>
        {needsReason && (
          <Textarea
            label={t('accounts.reason')}
            description={t('accounts.reasonAbout')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={tried && reason.trim() === '' ? t('accounts.reasonMissing') : undefined}
            maxLength={500}
            autosize
            minRows={2}
            required
            data-autofocus
          />
        )}
        {carry.error && <FaultNotice fault={carry.error} />}
        <Button
          type="submit"
          loading={carry.isPending}
          color={deed === 'close' || deed === 'underAge' ? 'red' : undefined}
        >
          {t(`accounts.deed.${deed}`)}
        </Button>
      </Stack>
    </form>
  )
}
