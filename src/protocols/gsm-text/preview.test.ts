import { describe, expect, test } from 'vitest'
import { previewText } from './index.ts'

const numbers = ({
  messageCount,
  charactersRemaining,
}: {
  messageCount: number
  charactersRemaining: number
}) => [messageCount, charactersRemaining]

describe('preview', () => {
  test('a plain text has one preview, without configuration', () => {
    const text = "Let's see how many characters will remain unused in this message."
    expect(previewText(text)).toEqual({
      originalText: text,
      previews: [
        { textPreview: text, messageCount: 1, charactersRemaining: 95, configuration: {} },
      ],
    })
  })

  test('a transliteration adds a second preview with its text', () => {
    const text =
      'Ως Μεγαρικό ψήφισμα είναι γνωστή η απόφαση της Εκκλησίας του δήμου των Αθηναίων (πιθανόν γύρω στο 433/2 π.Χ.) να επιβάλει αυστηρό και καθολικό εμπάργκο στα'
    const { originalText, previews } = previewText(text, { transliteration: 'GREEK' })
    expect(originalText).toBe(text)
    expect(previews.map(({ configuration }) => configuration)).toEqual([
      {},
      { transliteration: 'GREEK' },
    ])
    expect(previews[0]!.textPreview).toBe(text)
    expect(numbers(previews[0]!)).toEqual([3, 201 - text.length])
    expect(previews[1]!.textPreview).toBe(
      'ΩΣ MEΓAPIKO ΨHΦIΣMA EINAI ΓNΩΣTH H AΠOΦAΣH THΣ EKKΛHΣIAΣ TOY ΔHMOY TΩN AΘHNAIΩN (ΠIΘANON ΓYPΩ ΣTO 433/2 Π.X.) NA EΠIBAΛEI AYΣTHPO KAI KAΘOΛIKO EMΠAPΓKO ΣTA',
    )
    expect(numbers(previews[1]!)).toEqual([1, 160 - text.length])
  })

  test('a language adds a second preview with the same text', () => {
    const text =
      'Artık Ulusal Dil Tanımlayıcısı ile Türkçe karakterli smslerinizi rahatlıkla iletebilirsiniz.'
    const { previews } = previewText(text, { languageCode: 'TR' })
    expect(previews).toEqual([
      { textPreview: text, messageCount: 2, charactersRemaining: 134 - 92, configuration: {} },
      {
        textPreview: text,
        messageCount: 1,
        charactersRemaining: 155 - 92,
        configuration: { language: { languageCode: 'TR' } },
      },
    ])
  })

  test('both together', () => {
    const { previews } = previewText('Ağ “x”', {
      languageCode: 'TR',
      transliteration: 'NON_UNICODE',
    })
    expect(previews[1]).toEqual({
      textPreview: 'Ağ "x"',
      messageCount: 1,
      charactersRemaining: 155 - 6,
      configuration: { language: { languageCode: 'TR' }, transliteration: 'NON_UNICODE' },
    })
  })

  test('a language in many parts counts 149 per part', () => {
    const text = 'á' + 'x'.repeat(199)
    const { previews } = previewText(text, { languageCode: 'ES' })
    expect(previews.map(numbers)).toEqual([
      [3, 201 - 200],
      [2, 298 - 201],
    ])
  })

  test('NONE asks for nothing', () => {
    expect(
      previewText('x', { languageCode: 'NONE', transliteration: 'NONE' }).previews,
    ).toHaveLength(1)
  })

  test('a text beyond 25 parts is still counted', () => {
    expect(previewText('x'.repeat(153 * 40)).previews.map(numbers)).toEqual([[40, 0]])
  })

  test('extension characters cost two', () => {
    expect(numbers(previewText('[€]').previews[0]!)).toEqual([1, 154])
  })
})
