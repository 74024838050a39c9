import { type TextOptions, countText } from './count.ts'
import type { LanguageCode } from './languages.ts'
import type { TransliterationCode } from './transliteration.ts'

export interface PreviewConfiguration {
  language?: { languageCode: LanguageCode }
  transliteration?: TransliterationCode
}

export interface TextPreview {
  textPreview: string
  messageCount: number
  charactersRemaining: number
  configuration: PreviewConfiguration
}

/** Answer of POST /sms/1/preview. */
export interface Preview {
  originalText: string
  previews: TextPreview[]
}

export interface PreviewRequest {
  languageCode?: LanguageCode
  transliteration?: TransliterationCode
}

/**
 * What a text costs as it is, and, when a language or a transliteration is asked for (NONE asks for
 * nothing), what it costs with that.
 */
export function previewText(text: string, asked: PreviewRequest = {}): Preview {
  const { languageCode = 'NONE', transliteration = 'NONE' } = asked
  const configuration: PreviewConfiguration = {}
  if (languageCode !== 'NONE') configuration.language = { languageCode }
  if (transliteration !== 'NONE') configuration.transliteration = transliteration
  const previews = [previewOf(text, {}, {})]
  if (languageCode !== 'NONE' || transliteration !== 'NONE') {
    previews.push(previewOf(text, { languageCode, transliteration }, configuration))
  }
  return { originalText: text, previews }
}

function previewOf(
  text: string,
  options: TextOptions,
  configuration: PreviewConfiguration,
): TextPreview {
  const counted = countText(text, options)
  return {
    textPreview: counted.text,
    messageCount: counted.count,
    charactersRemaining: counted.charactersRemaining,
    configuration,
  }
}
