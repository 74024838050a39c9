import { PasswordInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The server looks further: at common and stolen passwords, and at names. */
export const NEW_PASSWORD_CHARACTERS_MIN = 10
export const isLongEnough = (password: string): boolean =>
  [...password].length >= NEW_PASSWORD_CHARACTERS_MIN

/** A password to be chosen. */
export function NewPassword({
  value,
  onChange,
  tried,
  label,
}: {
  value: string
  onChange: (password: string) => void
  /** Whether it was sent off already: only then something missing is a mistake. */
  tried: boolean
  label: string
}) {
  const { t } = useTranslation()
  return (
    <PasswordInput
      label={label}
      description={t('welcome.passwordAbout', { min: NEW_PASSWORD_CHARACTERS_MIN })}
      name="new-password"
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={
        tried && !isLongEnough(value)
          ? t('welcome.passwordShort', { min: NEW_PASSWORD_CHARACTERS_MIN })
          : undefined
      }
      visibilityToggleButtonProps={{
        'aria-label': t('login.showPassword'),
        tabIndex: 0,
        'aria-hidden': false,
      }}
      required
    />
  )
}
