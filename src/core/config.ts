import { statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  BadValue,
  emailAddress,
  headerToken,
  hostName,
  isLoopback,
  mailbox,
  networks,
  onOff,
  oneOf,
  origin,
  port,
  portOrOff,
  postgresUrl,
  smtpUrl,
  textOf,
  throttleFactor,
  webAddress,
  wholeNumber,
  type Setting,
} from './settings.ts'
import { StartRefused } from './start-refused.ts'

const LOOPBACK = ['127.0.0.0/8', '::1/128'] as const
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', '169.254.0.0/16', 'fe80::/10'] as const // prettier-ignore
const filePath = textOf(1, 4096)
const nothing = { fallback: null }

/** Every setting the program has. `trunkline.env.sample` tells an operator what each is for; a test holds the two together. */
export const settings = {
  PORT: { read: port, fallback: '8080' },
  HOST: { read: hostName, fallback: '127.0.0.1' },
  HOST_PUBLIC_CONFIRM: { read: onOff, fallback: 'no' },
  PUBLIC_URL: { read: origin, ...nothing },
  TLS_CERT_FILE: { read: filePath, ...nothing },
  TLS_KEY_FILE: { read: filePath, ...nothing },
  TRUST_PROXY: { read: networks({ no: [], loopback: LOOPBACK, private: PRIVATE }), fallback: 'no' },
  DATA_DIR: { read: filePath, ...nothing },
  DATABASE_URL: { read: postgresUrl, secret: true, ...nothing },
  NATS_URL: { read: textOf(1, 4096), secret: true, ...nothing },
  SECRET_KEY: { read: textOf(32, 1024), secret: true, ...nothing },
  SECRET_KEY_FILE: { read: filePath, ...nothing },
  OWNER_EMAIL: { read: emailAddress, fallback: 'owner@localhost' },
  OWNER_PASSWORD: { read: textOf(8, 1024), secret: true, ...nothing },
  API_KEY: { read: headerToken(16, 200), secret: true, ...nothing },
  TRIAL_MESSAGES: { read: wholeNumber(0, 1_000_000), fallback: '50' },
  TRIAL_MESSAGES_PER_DAY: { read: wholeNumber(0, 1_000_000), fallback: '20' },
  TRIAL_DAYS: { read: wholeNumber(1, 3_650), fallback: '30' },
  THROTTLING: { read: throttleFactor, fallback: 'facts' },
  SMPP_PORT: { read: portOrOff, fallback: '2775' },
  SMPP_TLS_PORT: { read: portOrOff, fallback: 'off' },
  SIMULATOR: { read: oneOf('on', 'off', 'auto'), fallback: 'auto' },
  SIMULATOR_SMPP_PORT: { read: port, fallback: '2776' },
  SIMULATOR_SMTP_PORT: { read: port, fallback: '2525' },
  SELF_SIGN_UP: { read: onOff, fallback: 'off' },
  TERMS_VERSION: { read: textOf(1, 40), fallback: '1' },
  TERMS_URL: { read: webAddress, ...nothing },
  BREACHED_PASSWORDS_FILE: { read: filePath, ...nothing },
  SMTP_URL: { read: smtpUrl, secret: true, ...nothing },
  MAIL_FROM: { read: mailbox, fallback: 'Trunkline <trunkline@localhost>' },
  OUTBOUND_PRIVATE_ALLOW: {
    read: networks({ none: [], loopback: LOOPBACK, private: PRIVATE }),
    ...nothing,
  },
  AUDIT_DETAIL_MONTHS: { read: wholeNumber(1, 240), fallback: '12' },
  STRIPE_API_URL: { read: origin, fallback: 'https://api.stripe.com' },
  CHROME_PATH: { read: filePath, ...nothing },
  LOG_LEVEL: {
    read: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    fallback: 'info',
  },

  BODY_BYTES_MAX: { read: wholeNumber(1_000, 1_000_000_000), fallback: '10000000' },
  HEADERS_BYTES_MAX: { read: wholeNumber(1_000, 1_000_000), fallback: '16384' },
  JSON_DEPTH_MAX: { read: wholeNumber(4, 1_000), fallback: '32' },
  DESTINATIONS_MAX: { read: wholeNumber(1, 1_000_000), fallback: '10000' },
  REQUEST_MS_MAX: { read: wholeNumber(1_000, 3_600_000), fallback: '60000' },
  CONNECTIONS_MAX: { read: wholeNumber(1, 1_000_000), fallback: '4000' },
  CONNECTIONS_PER_KEY_MAX: { read: wholeNumber(1, 1_000_000), fallback: '500' },
  SOCKETS_PER_KEY_MAX: { read: wholeNumber(1, 100_000), fallback: '100' },
  REQUESTS_PER_SECOND_PER_KEY_MAX: { read: wholeNumber(1, 1_000_000), fallback: '10000' },
  LOGINS_PER_MINUTE_MAX: { read: wholeNumber(1, 100_000), fallback: '20' },
  DISK_FREE_MB_MIN: { read: wholeNumber(0, 100_000_000), fallback: '500' },
  ACCEPT_QUEUE_MAX: { read: wholeNumber(1, 10_000_000), fallback: '50000' },
  DISPATCH_QUEUE_MAX: { read: wholeNumber(1, 10_000_000), fallback: '10000' },
  ROUTE_TRIES_MAX: { read: wholeNumber(1, 20), fallback: '3' },
  WEBHOOKS_IN_FLIGHT_MAX: { read: wholeNumber(1, 10_000), fallback: '64' },
  WEBHOOK_MS_MAX: { read: wholeNumber(100, 600_000), fallback: '10000' },
  REGEX_MS_MAX: { read: wholeNumber(1, 10_000), fallback: '50' },
  TEMPLATE_MS_MAX: { read: wholeNumber(1, 10_000), fallback: '100' },
  DATABASE_CONNECTIONS_MAX: { read: wholeNumber(1, 1_000), fallback: '10' },
  DATABASE_HOT_CONNECTIONS_MAX: { read: wholeNumber(1, 1_000), fallback: '8' },
} satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof settings
type Values = { [Name in SettingName]: ReturnType<(typeof settings)[Name]['read']> | null }
export type Environment = Readonly<Record<string, string | undefined>>

/** How much of anything the program takes. What is over a limit gets a clear 4xx with the limit in it. */
export interface Limits {
  /** One HTTP request body, octets. */
  readonly bodyBytesMax: number
  /** All headers of one HTTP request, octets. */
  readonly headersBytesMax: number
  /** Objects and lists inside one another in a JSON body. */
  readonly jsonDepthMax: number
  /** Destinations in one request, over all its messages. */
  readonly destinationsMax: number
  /** From the first octet of a request to its last, milliseconds. */
  readonly requestTimeoutMs: number
  /** Open HTTP connections, all callers together. */
  readonly connectionsMax: number
  /** Requests in work at once for one credential. */
  readonly connectionsPerKeyMax: number
  /** Open WebSockets for one credential. */
  readonly socketsPerKeyMax: number
  readonly requestsPerSecondPerKeyMax: number
  /** Tries to log in, for one address. */
  readonly loginsPerMinuteMax: number
  /** What must stay free where the embedded database keeps its data, octets; below it nothing new is taken. 0: any. */
  readonly diskFreeBytesMin: number
  /** Messages that wait for their group commit. */
  readonly acceptQueueMax: number
  /** Messages in memory for one operator connection; the others wait in the database. */
  readonly dispatchQueueMax: number
  /** Operator connections that one message is tried over. */
  readonly routeTriesMax: number
  readonly webhooksInFlightMax: number
  /** For one webhook's answer, milliseconds. */
  readonly webhookMsMax: number
  /** For one match of a customer's regular expression, milliseconds. */
  readonly regexMsMax: number
  /** For rendering one template, milliseconds. */
  readonly templateMsMax: number
  readonly databaseConnectionsMax: number
  readonly databaseHotConnectionsMax: number
}

export interface Config {
  /** The project's folder: where package.json is. */
  readonly projectDir: string
  readonly dataDir: string
  /** The built portal; may not be built (yet). */
  readonly portalDir: string
  readonly http: {
    readonly host: string
    /** 0: any free one. */
    readonly port: number
    /** As callers reach us; null: the address we listen on. */
    readonly publicUrl: string | null
    readonly tls: { readonly certFile: string; readonly keyFile: string } | null
    /** Networks of proxies whose X-Forwarded-* headers are believed; none: false. */
    readonly trustProxy: false | readonly string[]
  }
  /** null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null
  readonly secret: { readonly key: string | null; readonly file: string | null }
  /** Used once, when the first account is made. */
  readonly firstAccount: {
    readonly ownerEmail: string
    readonly ownerPassword: string | null
    readonly apiKey: string | null
  }
  readonly trial: {
    /** In all, and on one day of UTC. */
    readonly messagesMax: number
    readonly messagesPerDayMax: number
    readonly days: number
  }
  /** What documented limits of operations are multiplied by; Infinity: there are none. */
  readonly throttlingFactor: number
  readonly smpp: {
    /** null: none in the clear. 0: any free one. */
    readonly port: number | null
    /** null: none with TLS. */
    readonly tlsPort: number | null
  }
  /** `auto`: on unless DATABASE_URL is set or a real operator connection exists. */
  readonly simulator: {
    readonly mode: 'on' | 'off' | 'auto'
    readonly smppPort: number
    /** Of its mailbox. */
    readonly smtpPort: number
  }
  /** Whether strangers may make an account, and what they agree to. */
  readonly signUp: {
    readonly open: boolean
    readonly termsVersion: string
    readonly termsUrl: string | null
  }
  /** SHA-1 of passwords that were stolen elsewhere, sorted; null: none is known but the common ones. */
  readonly breachedPasswordsFile: string | null
  readonly mail: {
    /** The relay that mails go to, with its password; null: the simulator's mailbox. */
    readonly smtpUrl: string | null
    /** The sender of mails, `Name <address>` or an address. */
    readonly from: string
  }
  /** Networks that webhooks and media may reach beside the public internet; null: not said, see `outboundNetworks`. */
  readonly outboundPrivateAllow: readonly string[] | null
  /** How long the audit trail keeps who, from where and on what, months; the chain itself stays. */
  readonly auditDetailMonths: number
  /** Where Stripe's API is; a test says where its peer listens. */
  readonly stripeUrl: string
  readonly chromePath: string | null
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  readonly limits: Limits
}

const PROJECT_DIR = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/**
 * Reads all settings, once. This is the only place that looks at the environment.
 * @throws StartRefused with one sentence for each setting that is wrong, a line each
 */
export function readConfig(
  env: Environment = process.env,
  projectDir: string = PROJECT_DIR,
): Config {
  const faults: string[] = []
  const values = readValues(env, faults)
  checkTogether(values, faults)
  if (faults.length > 0) throw new StartRefused(faults.join('\n'))
  return toConfig(values, projectDir)
}

function readValues(env: Environment, faults: string[]): Values {
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries<Setting<unknown>>(settings)) {
    const given = env[name]?.trim()
    const text = given === undefined || given === '' ? setting.fallback : given
    values[name] = null
    if (text === null) continue
    try {
      values[name] = setting.read(text)
    } catch (error) {
      if (!(error instanceof BadValue)) throw error
      const shown = setting.secret ? '' : ` (it is “${text.slice(0, 80)}”)`
      faults.push(`${name} ${error.message}${shown}.`)
    }
  }
  return values as Values
}

function checkTogether(values: Values, faults: string[]): void {
  const tls = values.TLS_CERT_FILE !== null && values.TLS_KEY_FILE !== null
  if ((values.TLS_CERT_FILE === null) !== (values.TLS_KEY_FILE === null))
    faults.push('TLS_CERT_FILE and TLS_KEY_FILE go together: set both, or none.')
  if (values.SMPP_TLS_PORT !== null && !tls)
    faults.push(
      'SMPP_TLS_PORT needs a certificate: set TLS_CERT_FILE and TLS_KEY_FILE, or SMPP_TLS_PORT=off.',
    )
  if (values.SECRET_KEY !== null && values.SECRET_KEY_FILE !== null)
    faults.push('SECRET_KEY and SECRET_KEY_FILE are both set: keep one of them.')
  if (values.NATS_URL !== null)
    faults.push('NATS_URL is reserved for many nodes, which this version cannot do yet: unset it.')
  const proxied = (values.TRUST_PROXY ?? []).length > 0
  const open = values.HOST !== null && !isLoopback(values.HOST)
  if (open && !tls && !proxied && values.HOST_PUBLIC_CONFIRM === false)
    faults.push(
      `HOST ${values.HOST} can be reached from other machines, and passwords and keys would travel in the clear: set TLS_CERT_FILE and TLS_KEY_FILE, or TRUST_PROXY when a proxy does TLS, or say it twice with HOST_PUBLIC_CONFIRM=yes.`,
    )
}

/** A setting with a fallback is never null once there are no faults. */
function sure<Value>(value: Value | null): Value {
  if (value === null) throw new Error('a setting without a fallback is used as if it had one')
  return value
}

function toConfig(values: Values, projectDir: string): Config {
  const trusted = values.TRUST_PROXY ?? []
  return {
    projectDir,
    dataDir: path.resolve(projectDir, values.DATA_DIR ?? defaultDataDir(projectDir)),
    portalDir: path.join(projectDir, 'portal/dist'),
    http: {
      host: sure(values.HOST),
      port: sure(values.PORT),
      publicUrl: values.PUBLIC_URL,
      tls:
        values.TLS_CERT_FILE !== null && values.TLS_KEY_FILE !== null
          ? { certFile: values.TLS_CERT_FILE, keyFile: values.TLS_KEY_FILE }
          : null,
      trustProxy: trusted.length > 0 ? trusted : false,
    },
    databaseUrl: values.DATABASE_URL,
    secret: { key: values.SECRET_KEY, file: values.SECRET_KEY_FILE },
    firstAccount: {
      ownerEmail: sure(values.OWNER_EMAIL),
      ownerPassword: values.OWNER_PASSWORD,
      apiKey: values.API_KEY,
    },
    trial: {
      messagesMax: sure(values.TRIAL_MESSAGES),
      messagesPerDayMax: sure(values.TRIAL_MESSAGES_PER_DAY),
      days: sure(values.TRIAL_DAYS),
    },
    throttlingFactor: sure(values.THROTTLING),
    smpp: { port: values.SMPP_PORT, tlsPort: values.SMPP_TLS_PORT },
    simulator: {
      mode: sure(values.SIMULATOR),
      smppPort: sure(values.SIMULATOR_SMPP_PORT),
      smtpPort: sure(values.SIMULATOR_SMTP_PORT),
    },
    signUp: {
      open: sure(values.SELF_SIGN_UP),
      termsVersion: sure(values.TERMS_VERSION),
      termsUrl: values.TERMS_URL,
    },
    breachedPasswordsFile: values.BREACHED_PASSWORDS_FILE,
    mail: { smtpUrl: values.SMTP_URL, from: sure(values.MAIL_FROM) },
    outboundPrivateAllow: values.OUTBOUND_PRIVATE_ALLOW,
    auditDetailMonths: sure(values.AUDIT_DETAIL_MONTHS),
    stripeUrl: sure(values.STRIPE_API_URL),
    chromePath: values.CHROME_PATH,
    logLevel: sure(values.LOG_LEVEL),
    limits: toLimits(values),
  }
}

const toLimits = (values: Values): Limits => ({
  bodyBytesMax: sure(values.BODY_BYTES_MAX),
  headersBytesMax: sure(values.HEADERS_BYTES_MAX),
  jsonDepthMax: sure(values.JSON_DEPTH_MAX),
  destinationsMax: sure(values.DESTINATIONS_MAX),
  requestTimeoutMs: sure(values.REQUEST_MS_MAX),
  connectionsMax: sure(values.CONNECTIONS_MAX),
  connectionsPerKeyMax: sure(values.CONNECTIONS_PER_KEY_MAX),
  socketsPerKeyMax: sure(values.SOCKETS_PER_KEY_MAX),
  requestsPerSecondPerKeyMax: sure(values.REQUESTS_PER_SECOND_PER_KEY_MAX),
  loginsPerMinuteMax: sure(values.LOGINS_PER_MINUTE_MAX),
  diskFreeBytesMin: sure(values.DISK_FREE_MB_MIN) * 1_000_000,
  acceptQueueMax: sure(values.ACCEPT_QUEUE_MAX),
  dispatchQueueMax: sure(values.DISPATCH_QUEUE_MAX),
  routeTriesMax: sure(values.ROUTE_TRIES_MAX),
  webhooksInFlightMax: sure(values.WEBHOOKS_IN_FLIGHT_MAX),
  webhookMsMax: sure(values.WEBHOOK_MS_MAX),
  regexMsMax: sure(values.REGEX_MS_MAX),
  templateMsMax: sure(values.TEMPLATE_MS_MAX),
  databaseConnectionsMax: sure(values.DATABASE_CONNECTIONS_MAX),
  databaseHotConnectionsMax: sure(values.DATABASE_HOT_CONNECTIONS_MAX),
})

/**
 * `.trunkline` in the project. For root in a folder that others may not read (a home folder), `/var/lib/trunkline`:
 * the database runs as an ordinary user there, and has to get to its own files.
 */
function defaultDataDir(projectDir: string): string {
  const root = process.getuid?.() === 0
  return root && !isReadableByOthers(projectDir)
    ? '/var/lib/trunkline'
    : path.join(projectDir, '.trunkline')
}

function isReadableByOthers(folder: string): boolean {
  const READ_AND_ENTER = 0o005
  const ENTER = 0o001
  if ((statSync(folder).mode & READ_AND_ENTER) !== READ_AND_ENTER) return false
  for (let above = path.dirname(folder); ; above = path.dirname(above)) {
    if ((statSync(above).mode & ENTER) === 0) return false
    if (above === path.dirname(above)) return true
  }
}

/** The private networks that webhooks and media may reach: what was said, else loopback while the simulator runs. */
export const outboundNetworks = (config: Config, simulatorRuns: boolean): readonly string[] =>
  config.outboundPrivateAllow ?? (simulatorRuns ? LOOPBACK : [])

/** The settings for the log at start: everything but secrets, of which it only says whether they are given. */
export function printable(config: Config): Record<string, unknown> {
  const { databaseUrl, secret, firstAccount, mail, ...rest } = config
  return {
    ...rest,
    mail: { from: mail.from, relay: mail.smtpUrl === null ? null : new URL(mail.smtpUrl).host },
    database: databaseUrl === null ? 'embedded' : withoutPassword(databaseUrl),
    secretKey: secret.key === null ? (secret.file ?? 'in the data folder') : 'from the environment',
    firstAccount: [
      `password ${firstAccount.ownerPassword === null ? 'to be generated' : 'given'}`,
      `key ${firstAccount.apiKey === null ? 'to be generated' : 'given'}`,
    ].join(', '),
  }
}

function withoutPassword(connectionString: string): string {
  const url = new URL(connectionString)
  return `${url.protocol}//${url.host}${url.pathname}`
}
