import { useTranslation } from 'react-i18next'

/** Built-in roles are called in the reader's language; those of an account by the name it gave them. */
export function useRoleName(): (role: { id: string; name: string }) => string {
  const { t } = useTranslation()
  return (role) => (/^\d+$/.test(role.id) ? role.name : t(`roles.name.${role.id}`))
}
