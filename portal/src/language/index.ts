import i18next, { type Resource } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = { en: 'English', ja: '日本語' } as const
export type Language = keyof typeof languages

const KEPT_AS = 'trunkline-language'
const isLanguage = (text: string | null | undefined): text is Language =>
  text === 'en' || text === 'ja'

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT_AS)
  } catch {
    return null
  }
}

function firstLanguage(): Language {
  const chosen = kept()
  if (isLanguage(chosen)) return chosen
  for (const one of navigator.languages) {
    const short = one.slice(0, 2)
    if (isLanguage(short)) return short
  }
  return 'en'
}

const words = {
  en: () => import('./en.json'),
  ja: () => import('./ja.json'),
} satisfies Record<Language, () => Promise<{ default: object }>>

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return
  i18next.addResourceBundle(language, 'translation', (await words[language]()).default)
}

export async function startLanguage(): Promise<void> {
  const language = firstLanguage()
  const first: Resource = { [language]: { translation: (await words[language]()).default } }
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: first,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = language
}

/** @param keep remember it on this device; false for the language that comes with an account */
export async function speak(language: Language, keep = true): Promise<void> {
  await load(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  if (!keep) return
  try {
    localStorage.setItem(KEPT_AS, language)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** What an account has until somebody chooses: no reason to leave the language the browser asks for. */
const ACCOUNT_DEFAULT: Language = 'en'

/** The account's language, unless somebody chose another one on this device. */
export async function speakAsAccount(locale: string): Promise<void> {
  const short = locale.slice(0, 2)
  if (isLanguage(kept()) || !isLanguage(short) || short === ACCOUNT_DEFAULT) return
  if (short !== i18next.language) await speak(short, false)
}
