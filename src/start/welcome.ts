import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from '../core/config.ts'
import { writePrivateFile } from '../core/private-file.ts'
import type { Credentials, Platform } from './platform-door.ts'

const credentialsFile = (config: Config): string => path.join(config.dataDir, 'credentials.txt')
const LABELS = { ownerEmail: 'Owner', ownerPassword: 'Password', apiKey: 'API key' } as const

/** Keeps what was made (mode 0600), and what is kept already of the rest. @returns the file's path */
export async function keepCredentials(config: Config, made: Credentials): Promise<string> {
  const file = credentialsFile(config)
  const kept = await readCredentials(config)
  const lines = Object.entries(LABELS).flatMap(([name, label]) => {
    const value = made[name as keyof Credentials] ?? kept?.[name as keyof Credentials]
    return value ? [`${label}: ${value}\n`] : []
  })
  await writePrivateFile(file, lines.join(''))
  return file
}

async function readCredentials(config: Config): Promise<Credentials | null> {
  const text = await readFile(credentialsFile(config), 'utf8').catch(() => null)
  if (text === null) return null
  const find = (label: string) => new RegExp(`^${label}: (.+)$`, 'm').exec(text)?.[1] ?? null
  return {
    ownerEmail: find(LABELS.ownerEmail) ?? config.firstAccount.ownerEmail,
    ownerPassword: find(LABELS.ownerPassword),
    apiKey: find(LABELS.apiKey),
  }
}

/**
 * What a person wants to know once the program runs. Secrets are told to a terminal only; to anything else, such as
 * the log of a service, the name of the file that has them.
 */
export async function welcome(options: {
  config: Config
  platform: Platform
  simulated: boolean
  onTerminal: boolean
}): Promise<string> {
  const { config, platform } = options
  if (platform.firstAccount?.created) await keepCredentials(config, platform.firstAccount)
  const known = await readCredentials(config)
  const file = credentialsFile(config)
  const lines = [
    'Trunkline is ready.',
    '',
    `  Portal    ${platform.url}/portal/`,
    `  API       ${platform.url}  (reference: ${platform.url}/reference)`,
    ...(known ? credentialLines(known, file, options.onTerminal) : []),
    ...(known?.apiKey ? ['', ...firstMessage(options, known.apiKey, file)] : []),
    '',
    ...(options.onTerminal ? ['  Ctrl-C stops it.', ''] : []),
  ]
  return lines.join('\n')
}

const credentialLines = (known: Credentials, file: string, onTerminal: boolean): string[] =>
  onTerminal
    ? [
        `  Log in    ${known.ownerEmail}${known.ownerPassword ? `   ${known.ownerPassword}` : ''}`,
        ...(known.apiKey ? [`  API key   ${known.apiKey}`] : []),
        `            (kept in ${file})`,
      ]
    : [`  Log in    ${known.ownerEmail}; password and API key are in ${file}`]

const firstMessage = (
  options: { platform: Platform; simulated: boolean; onTerminal: boolean },
  apiKey: string,
  file: string,
): string[] => {
  // The simulator delivers to every number that ends in 000 to 899.
  const key = options.onTerminal
    ? quoted(`Authorization: App ${apiKey}`)
    : `"Authorization: App $(sed -n 's/^API key: //p' ${quoted(file)})"`
  const to = options.simulated ? '41790000001' : '<number>'
  const body = {
    messages: [{ sender: 'Trunkline', destinations: [{ to }], content: { text: 'Hello, world' } }],
  }
  return [
    `  A first message${options.simulated ? ' (to a simulated handset)' : ''}:`,
    '',
    `curl ${options.platform.url}/sms/3/messages -H ${key} -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`,
  ]
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** What `reset-owner` tells. */
export async function tellReset(
  config: Config,
  made: Credentials,
  onTerminal: boolean,
): Promise<string> {
  const file = await keepCredentials(config, made)
  return [
    `The owner has new credentials.`,
    '',
    ...credentialLines(made, file, onTerminal),
    '',
  ].join('\n')
}
