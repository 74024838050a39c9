import { generic } from './generic.ts'
import { infobip } from './infobip.ts'
import type { Account, Provider } from './provider.ts'
import { twilio } from './twilio.ts'
import { vonage } from './vonage.ts'
import type { StoredHttp } from './wire.ts'

/** The provider that settings mean: one line for each preset. */
export function providerOf(settings: StoredHttp, account: Account): Provider {
  const { url, signature } = settings
  switch (settings.preset) {
    case 'INFOBIP':
      return infobip({ url, pull: settings.reports === 'PULL' }, account)
    case 'TWILIO':
      return twilio({ url }, account)
    case 'VONAGE':
      return vonage({ url, signature: signature === 'NONE' ? 'MD5_HASH' : signature }, account)
    case 'GENERIC':
      if (settings.generic === null) throw new Error('a generic operator has no description')
      return generic(settings.generic, account)
  }
}

/** Where an API is when nobody says so; null: everybody has an address of their own. */
export const ownUrl: Readonly<Record<StoredHttp['preset'], string | null>> = {
  INFOBIP: null,
  TWILIO: 'https://api.twilio.com',
  VONAGE: 'https://rest.nexmo.com',
  GENERIC: null,
}
