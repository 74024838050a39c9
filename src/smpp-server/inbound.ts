import type { InboundMessage } from '../messaging/index.ts'
import {
  encodeGsm,
  encodeUcs2,
  segmentText,
  type DefaultAlphabet,
  type WireForm,
} from '../protocols/gsm-text/index.ts'
import { contentFields, esmClass, type PduFields } from '../protocols/smpp/index.ts'
import { addresses } from './receipt.ts'
import type { UserSettings } from './settings.ts'

const PARTS_MAX = 255
/** How text goes to a user whose data_coding 0 is this. What the form cannot write goes in UCS-2. */
const wires: Readonly<Record<DefaultAlphabet, WireForm>> = {
  gsm7: 'unpacked',
  'gsm7-packed': 'packed',
  latin1: 'latin1',
  ascii: 'ascii',
  utf8: 'ascii',
}

/**
 * A message from a handset as deliver_sm PDUs: one, or one for each segment of a long text.
 * @param reference tells the segments of one message from those of another, 0..255
 */
export function inboundFields(
  message: InboundMessage,
  { alphabet, longInbound }: UserSettings,
  reference: number,
): PduFields<'deliver_sm'>[] {
  const common = addresses(message.sender, message.dest)
  const cut = segmentText(message.text, { wire: wires[alphabet], reference, partsMax: PARTS_MAX })
  if (cut.ok && (cut.count === 1 || longInbound === 'SEGMENTS'))
    return cut.parts.map(({ octets, udh }) => ({
      ...common,
      esm_class: udh ? esmClass.udhi : 0,
      data_coding: cut.dataCoding,
      short_message: octets,
    }))
  const septets = alphabet === 'gsm7' ? encodeGsm(message.text) : null
  return [
    {
      ...common,
      data_coding: septets ? 0 : 8,
      ...contentFields(septets ?? encodeUcs2(message.text)),
    },
  ]
}
