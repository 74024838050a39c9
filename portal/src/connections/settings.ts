import type { Answer, Body } from '../api/call.ts'

type Connection = Answer<'get-operator-connection'>

/** The form's fields, flat; numbers may be empty while somebody types. */
export interface Settings {
  name: string
  host: string
  port: number | string
  systemId: string
  password: string
  systemType: string
  bindType: Connection['bindType']
  binds: number | string
  windowSize: number | string
  messagesPerSecond: number | string
  enquireLinkSeconds: number | string
  responseTimeoutSeconds: number | string
  idForm: Connection['receipts']['idForm']
  clockOffsetMinutes: number | string
  defaultAlphabet: Connection['encoding']['defaultAlphabet']
  concatenation: Connection['encoding']['concatenation']
  sourceTon: number | string
  sourceNpi: number | string
  serviceType: string
  tlsEnabled: boolean
  tlsVerify: boolean
  ca: string
  enabled: boolean
  vendor: string | null
  dialect: Connection['dialect']
}

type Vendor = Answer<'get-operator-vendors'>['results'][number]

/** What a vendor wants: it comes into the form, where it can be changed. */
export const habitsOf = (vendor: Vendor): Partial<Settings> => ({
  vendor: vendor.id,
  idForm: vendor.idForm,
  defaultAlphabet: vendor.defaultAlphabet,
  concatenation: vendor.concatenation,
  dialect: vendor.dialect,
})

export const addressKinds = [
  'alphanumericSender',
  'longNumberSender',
  'shortCodeSender',
  'recipient',
] as const

const usualDialect: Settings['dialect'] = {
  alphanumericSender: null,
  longNumberSender: null,
  shortCodeSender: null,
  recipient: null,
  validity: 'RELATIVE',
  congestionStatuses: [],
  unmarkedReceipts: false,
}

/** What the form begins with; the defaults are the API's. */
export const settingsOf = (connection: Connection | null): Settings => ({
  name: connection?.name ?? '',
  host: connection?.host ?? '',
  port: connection?.port ?? 2775,
  systemId: connection?.systemId ?? '',
  password: '',
  systemType: connection?.systemType ?? '',
  bindType: connection?.bindType ?? 'TRANSCEIVER',
  binds: connection?.binds ?? 1,
  windowSize: connection?.windowSize ?? 100,
  messagesPerSecond: connection?.messagesPerSecond ?? '',
  enquireLinkSeconds: connection?.enquireLinkSeconds ?? 30,
  responseTimeoutSeconds: connection?.responseTimeoutSeconds ?? 30,
  idForm: connection?.receipts.idForm ?? 'AUTO',
  clockOffsetMinutes: connection?.receipts.clockOffsetMinutes ?? 0,
  defaultAlphabet: connection?.encoding.defaultAlphabet ?? 'GSM_UNPACKED',
  concatenation: connection?.encoding.concatenation ?? 'UDH',
  sourceTon: connection?.encoding.sourceTon ?? '',
  sourceNpi: connection?.encoding.sourceNpi ?? '',
  serviceType: connection?.encoding.serviceType ?? '',
  tlsEnabled: connection?.tls.enabled ?? false,
  tlsVerify: connection?.tls.verify ?? true,
  ca: connection?.tls.ca ?? '',
  enabled: connection?.enabled ?? true,
  vendor: connection?.vendor ?? null,
  dialect: connection?.dialect ?? usualDialect,
})

const orNull = (value: number | string): number | null => (value === '' ? null : Number(value))
const orAbsent = (value: number | string): number | undefined =>
  value === '' ? undefined : Number(value)

/** As the API takes them, without the password. */
export const bodyOf = (
  settings: Settings,
): Omit<Body<'create-operator-connection'>, 'password'> => ({
  name: settings.name.trim(),
  kind: 'SMPP_CLIENT',
  host: settings.host.trim(),
  port: Number(settings.port),
  systemId: settings.systemId,
  systemType: settings.systemType,
  bindType: settings.bindType,
  binds: orAbsent(settings.binds),
  windowSize: orAbsent(settings.windowSize),
  messagesPerSecond: orNull(settings.messagesPerSecond),
  enquireLinkSeconds: orAbsent(settings.enquireLinkSeconds),
  responseTimeoutSeconds: orAbsent(settings.responseTimeoutSeconds),
  receipts: {
    idForm: settings.idForm,
    clockOffsetMinutes: orAbsent(settings.clockOffsetMinutes) ?? 0,
  },
  encoding: {
    defaultAlphabet: settings.defaultAlphabet,
    concatenation: settings.concatenation,
    sourceTon: orNull(settings.sourceTon),
    sourceNpi: orNull(settings.sourceNpi),
    serviceType: settings.serviceType,
  },
  tls: {
    enabled: settings.tlsEnabled,
    verify: settings.tlsVerify,
    ca: settings.ca.trim() === '' ? null : settings.ca,
  },
  vendor: settings.vendor,
  dialect: settings.dialect,
  enabled: settings.enabled,
})
