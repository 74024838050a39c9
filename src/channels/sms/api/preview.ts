import { previewText } from '../../../protocols/gsm-text/index.ts'
import type { App } from '../../../core/http/index.ts'
import { AskPreview, PreviewAnswer, transliterations } from '../wire.ts'
import { MANAGE_SCOPES, PRODUCT } from './operations.ts'

export function addPreview(app: App): void {
  app.operation(
    {
      id: 'preview-sms-message',
      audit: 'none',
      boundKeys: 'harmless',
      method: 'POST',
      path: '/sms/1/preview',
      product: PRODUCT,
      summary: 'Preview a message',
      description:
        'Tells how a text would look and how many parts it would have. Nothing is sent or kept.',
      envelope: 1,
      access: MANAGE_SCOPES,
      body: AskPreview,
      answers: { 200: PreviewAnswer },
    },
    ({ body }) => {
      const transliteration = transliterations.find((one) => one === body.transliteration)
      const languageCode = (['TR', 'ES', 'PT', 'AUTODETECT'] as const).find(
        (one) => one === body.languageCode,
      )
      return previewText(body.text, {
        ...(transliteration === undefined ? {} : { transliteration }),
        ...(languageCode === undefined ? {} : { languageCode }),
      })
    },
  )
}
