import { Menu } from '@mantine/core'
import { IconBuilding, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { tellFault } from '../parts/tell.ts'
import { useMe } from './session.ts'

/** The accounts a person may act in, in their menu; nothing for those who have one. */
export function AccountSwitch() {
  const { t } = useTranslation()
  const me = useMe()
  const change = useChange('switch-account')
  if (me.memberships.length < 2) return null
  const choose = (account: string) =>
    // Not the callbacks of mutate: the menu is closed by then, and they are gone with it.
    change
      .mutateAsync({ body: { account } })
      // Everything on the page is of the other account: begin anew.
      .then(() => location.assign('/portal/'), tellFault)
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('nav.accounts')}</Menu.Label>
      {me.memberships.map((one) => {
        const isCurrent = one.accountKey === me.account.key
        return (
          <Menu.Item
            key={one.accountKey}
            leftSection={isCurrent ? <IconCheck size={16} /> : <IconBuilding size={16} />}
            disabled={change.isPending}
            aria-current={isCurrent}
            onClick={() => (isCurrent ? undefined : void choose(one.accountKey))}
          >
            {one.accountName}
          </Menu.Item>
        )
      })}
    </>
  )
}
