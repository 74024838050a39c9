import { parseArgs } from 'node:util'

export interface SimulatorArguments {
  dataDir: string
  smppPort: number
  /** Of the mailbox; 0: any free one. */
  smtpPort: number
  control: string
  log: string
  host: string
  endWithStdin: boolean
}

export const usage =
  'node src/simulator/main.ts --data-dir DIR --smpp-port N [--smtp-port N] --control SOCKET_PATH --log FILE [--host 127.0.0.1] [--end-with-stdin]'

/** @returns the arguments, or one sentence that says what is wrong with them */
export function readArguments(given: string[]): SimulatorArguments | string {
  try {
    const { values } = parseArgs({
      args: given,
      options: {
        'data-dir': { type: 'string' },
        'smpp-port': { type: 'string' },
        'smtp-port': { type: 'string' },
        control: { type: 'string' },
        log: { type: 'string' },
        host: { type: 'string' },
        'end-with-stdin': { type: 'boolean' },
      },
    })
    return checked(values)
  } catch (error) {
    return `${(error as Error).message}. Usage: ${usage}`
  }
}

function checked(values: {
  'data-dir'?: string | undefined
  'smpp-port'?: string | undefined
  'smtp-port'?: string | undefined
  control?: string | undefined
  log?: string | undefined
  host?: string | undefined
  'end-with-stdin'?: boolean | undefined
}): SimulatorArguments | string {
  const { 'data-dir': dataDir, 'smpp-port': port, control, log, host = '127.0.0.1' } = values
  const smtpPort = values['smtp-port'] ?? '0'
  if (!dataDir || !control || !log || port === undefined) return `Usage: ${usage}`
  if (!isPort(port)) return `--smpp-port must be 0 to 65535, not ${port}`
  if (!isPort(smtpPort)) return `--smtp-port must be 0 to 65535, not ${smtpPort}`
  return {
    dataDir,
    smppPort: Number(port),
    smtpPort: Number(smtpPort),
    control,
    log,
    host,
    endWithStdin: values['end-with-stdin'] ?? false,
  }
}

const isPort = (text: string): boolean => /^[0-9]{1,5}$/.test(text) && Number(text) <= 65_535
