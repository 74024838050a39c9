import type { RegionalOptions } from '../wire.ts'

/**
 * Options that are kept with a message as they came. Copied name by name: a body may carry unknown fields of any size,
 * and those are not kept.
 */
export interface SmsExtras {
  regional?: {
    indiaDlt?: { principalEntityId: string; contentTemplateId?: string; telemarketerId?: string }
    turkeyIys?: { recipientType: string; brandCode?: number }
    southKorea?: { title?: string; resellerCode?: number }
  }
  /** Link shortening and click tracking. */
  links?: {
    shortenUrl?: boolean
    trackClicks?: boolean
    trackingUrl?: string
    removeProtocol?: boolean
    customDomain?: string
  }
  conversion?: {
    use?: boolean
    name?: string
    processKey?: string
    track?: string
    baseUrl?: string
  }
  networkId?: number
}

/** Only the members that were given; undefined when there are none. */
function onlyGiven<T extends object>(members: { [K in keyof T]: T[K] | null | undefined }):
  | T
  | undefined {
  const kept = Object.entries(members).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  )
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as T)
}

function regionalExtras(asked: RegionalOptions | null | undefined): SmsExtras['regional'] {
  if (!asked) return undefined
  const { indiaDlt, turkeyIys, southKorea } = asked
  return onlyGiven<NonNullable<SmsExtras['regional']>>({
    indiaDlt: indiaDlt && {
      principalEntityId: indiaDlt.principalEntityId,
      ...onlyGiven({
        contentTemplateId: indiaDlt.contentTemplateId,
        telemarketerId: indiaDlt.telemarketerId,
      }),
    },
    turkeyIys: turkeyIys && {
      recipientType: turkeyIys.recipientType,
      ...onlyGiven({ brandCode: turkeyIys.brandCode }),
    },
    southKorea:
      southKorea && onlyGiven({ title: southKorea.title, resellerCode: southKorea.resellerCode }),
  })
}

type Members<T> = { [K in keyof T]?: T[K] | null | undefined }

export function extrasOf(asked: {
  regional?: RegionalOptions | null | undefined
  links?: Members<NonNullable<SmsExtras['links']>> | null | undefined
  conversion?: Members<NonNullable<SmsExtras['conversion']>> | null | undefined
}): SmsExtras | null {
  if (!asked.regional && !asked.links && !asked.conversion) return null
  const { links, conversion } = asked
  return (
    onlyGiven<SmsExtras>({
      regional: regionalExtras(asked.regional),
      links:
        links &&
        onlyGiven<NonNullable<SmsExtras['links']>>({
          shortenUrl: links.shortenUrl,
          trackClicks: links.trackClicks,
          trackingUrl: links.trackingUrl,
          removeProtocol: links.removeProtocol,
          customDomain: links.customDomain,
        }),
      conversion:
        conversion &&
        onlyGiven<NonNullable<SmsExtras['conversion']>>({
          use: conversion.use,
          name: conversion.name,
          processKey: conversion.processKey,
          track: conversion.track,
          baseUrl: conversion.baseUrl,
        }),
      networkId: undefined,
    }) ?? null
  )
}
