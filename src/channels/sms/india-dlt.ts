import type { RawTlv } from '../../protocols/smpp/index.ts'

/**
 * What Indian operators want to know of a registered message (DLT): three ids as vendor parameters of submit_sm.
 * The tags are the ones most of them agreed on; SMPP 3.4 §5.3.1 keeps 0x1400-0x3FFF for vendors.
 */
export const DLT_TAGS = {
  principalEntityId: 0x1400,
  contentTemplateId: 0x1401,
  telemarketerId: 0x1402,
} as const

/** undefined when the message carries none of the ids. */
export function dltParameters(
  extras: Readonly<Record<string, unknown>> | null | undefined,
): RawTlv[] | undefined {
  const regional = extras?.['regional'] as { indiaDlt?: Record<string, unknown> } | undefined
  const ids = regional?.indiaDlt
  if (!ids) return undefined
  const parameters: RawTlv[] = []
  for (const [name, tag] of Object.entries(DLT_TAGS)) {
    const id = ids[name]
    if (typeof id === 'string' && id !== '')
      parameters.push({ tag, value: new Uint8Array(Buffer.from(id, 'latin1')) })
  }
  return parameters.length === 0 ? undefined : parameters
}
