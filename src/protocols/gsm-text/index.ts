/** Short-message text: alphabets, segments, headers, previews, reassembly. 3GPP TS 23.038 and TS 23.040. */
export { type ShiftTables } from './tables.ts'
export {
  type LanguageCode,
  type NationalLanguageCode,
  languageCodes,
  nationalLanguages,
} from './languages.ts'
export { type TransliterationCode, transliterate, transliterationCodes } from './transliteration.ts'
export { type TextCount, type TextOptions, countText } from './count.ts'
export {
  type Part,
  type SegmentOptions,
  type Segmentation,
  type TextTooLong,
  type WireForm,
  PARTS_MAX,
  segmentText,
} from './segments.ts'
export {
  type BinaryOptions,
  type BinaryPart,
  type BinarySegmentation,
  type InvalidHeader,
  segmentBinary,
} from './binary.ts'
export {
  type Preview,
  type PreviewConfiguration,
  type PreviewRequest,
  type TextPreview,
  previewText,
} from './preview.ts'
export { decodeGsm, encodeGsm, isGsmText, septetLength } from './gsm-alphabet.ts'
export { decodeUcs2, encodeUcs2 } from './ucs2.ts'
export { fillBitsAfter, packSeptets, septetsIn, unpackSeptets } from './septets.ts'
export {
  type Alphabet,
  type DataCoding,
  type MessageClass,
  type Waiting,
  decodeDataCoding,
} from './data-coding.ts'
export {
  type DecodedText,
  type DefaultAlphabet,
  type HowEncoded,
  decodeText,
  joinDecoded,
} from './decode.ts'
export {
  type Concatenation,
  type HeaderElement,
  type HeaderElements,
  type HeaderFault,
  type Ports,
  type UserDataHeader,
  buildUserDataHeader,
  parseUserDataHeader,
} from './user-data-header.ts'
export {
  type Addition,
  type Incomplete,
  type ReassemblyLimits,
  Reassembly,
  reassemblyKey,
} from './reassembly.ts'
