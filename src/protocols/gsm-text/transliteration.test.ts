import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isGsmText, transliterate, transliterationCodes } from './index.ts'

const cases: [Parameters<typeof transliterate>[1], string, string][] = [
  ['NONE', 'Žluť “x”', 'Žluť “x”'],
  ['TURKISH', 'Işıklı ağaç ÇĞİŞ öü', 'Isikli agac ÇGIS öü'],
  ['GREEK', 'Ως ψήφισμα της Εκκλησίας', 'ΩΣ ΨHΦIΣMA THΣ EKKΛHΣIAΣ'],
  ['GREEK', 'ἄνθρωπος', 'ANΘPΩΠOΣ'],
  [
    'CYRILLIC',
    'Съешь ещё этих мягких французских булок',
    'Sesh eshche etikh myagkikh frantsuzskikh bulok',
  ],
  ['CYRILLIC', 'Щука ЩУКА Щ', 'Shchuka SHCHUKA Shch'],
  ['CYRILLIC', 'Київ, ґанок', 'Kiyiv, ganok'],
  ['SERBIAN_CYRILLIC', 'Љубав, Џеп, жена, ћуприја, ђак', 'Ljubav, Dzep, zena, cuprija, djak'],
  ['BULGARIAN_CYRILLIC', 'Щъркел, София, ъгъл', 'Shtarkel, Sofiya, agal'],
  [
    'CENTRAL_EUROPEAN',
    'Příliš žluťoučký kůň; Łódź; Győr; București',
    'Prilis zlutoucky kun; Lodz; Gyor; Bucuresti',
  ],
  ['BALTIC', 'Žąsis, ģimene, õhtu, Šiauliai', 'Zasis, gimene, ohtu, Siauliai'],
  ['PORTUGUESE', 'Ações não são português à é', 'Acoes nao sao portugues à é'],
  ['COLOMBIAN', 'Bogotá, ¿qué tal, señor? Camión', 'Bogota, ¿qué tal, señor? Camion'],
  ['NON_UNICODE', '“It’s” — 10\u00a0€…\u200b № 5', '"It\'s" - 10 €... No 5'],
  ['ALL', 'Привет — Ελλάδα “Žluť” Hà Nội', 'Privet - EΛΛAΔA "Zlut" Hà Noi'],
]

describe('transliteration', () => {
  test.each(cases)('%s: %s', (code, text, expected) => {
    expect(transliterate(text, code)).toBe(expected)
  })

  test('letters written with combining marks are letters', () => {
    expect(transliterate('z\u030c', 'CENTRAL_EUROPEAN')).toBe('z')
  })

  test('what a table does not know stays', () => {
    expect(transliterate('漢字 😀 ж', 'ALL')).toBe('漢字 😀 zh')
    expect(transliterate('ж', 'TURKISH')).toBe('ж')
  })

  test('a text of the GSM alphabet is never changed', () => {
    const characters =
      '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡AZÄÖÑÜ§¿azäöñüà^{}\\[~]|€'
    const texts = fc.string({ unit: fc.constantFrom(...characters) })
    fc.assert(
      fc.property(texts, fc.constantFrom(...transliterationCodes), (text, code) => {
        expect(transliterate(text, code)).toBe(text)
      }),
    )
  })

  test('every replacement is of the GSM alphabet: whole scripts become GSM text', () => {
    const scripts: Record<string, string> = {
      GREEK: 'αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫ',
      CYRILLIC: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЇЄҐЎ',
      SERBIAN_CYRILLIC: 'абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ',
      BULGARIAN_CYRILLIC: 'абвгдежзийклмнопрстуфхцчшщъьюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ',
      TURKISH: 'çğıöşüâîûÇĞİÖŞÜÂÎÛ',
      CENTRAL_EUROPEAN: 'áäčďéěíĺľňóôŕšťúůýžąćęłńóśźżőűăâîșțđÁÄČĎÉĚÍĹĽŇÓÔŔŠŤÚŮÝŽĄĆĘŁŃÓŚŹŻŐŰĂÂÎȘȚĐ',
      BALTIC: 'āčēģīķļņšūžąęėįųõĀČĒĢĪĶĻŅŠŪŽĄĘĖĮŲÕ',
      PORTUGUESE: 'áâãàçéêíóôõúüÁÂÃÇÉÊÍÓÔÕÚÜ',
      COLOMBIAN: 'áéíóúüñÁÉÍÓÚÜÑ¿¡',
      NON_UNICODE: '‘’‚“”„«»–—−…•\u00a0\u2009\u200b\u2028\ufeff™©®½×',
      ALL: 'αωжщъїışčőųãøœþđ“”…\u00a0Ễ',
    }
    for (const [code, script] of Object.entries(scripts)) {
      const result = transliterate(script, code as 'ALL')
      expect([code, result, isGsmText(result)]).toEqual([code, result, true])
    }
  })

  test('nothing makes it throw, and doing it twice changes no more', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...transliterationCodes),
        (text, code) => {
          const once = transliterate(text, code)
          expect(transliterate(once, code)).toBe(once)
        },
      ),
      { numRuns: 500 },
    )
  })
})
