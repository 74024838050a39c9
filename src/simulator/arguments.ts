import { parseArgs } from 'node:util'

export interface SimulatorArguments {
  dataDir: string
  smppPort: number
  control: string
  log: string
  host: string
}

export const usage =
  'node src/simulator/main.ts --data-dir DIR --smpp-port N --control SOCKET_PATH --log FILE [--host 127.0.0.1]'

/** @returns the arguments, or one sentence that says what is wrong with them */
export function readArguments(given: string[]): SimulatorArguments | string {
  let values: Record<string, string | undefined>
  try {
    values = parseArgs({
      args: given,
      options: {
        'data-dir': { type: 'string' },
        'smpp-port': { type: 'string' },
        control: { type: 'string' },
        log: { type: 'string' },
        host: { type: 'string' },
      },
    }).values
  } catch (error) {
    return `${(error as Error).message}. Usage: ${usage}`
  }
  const { 'data-dir': dataDir, 'smpp-port': port, control, log, host = '127.0.0.1' } = values
  if (!dataDir || !control || !log || port === undefined) return `Usage: ${usage}`
  if (!/^[0-9]{1,5}$/.test(port) || Number(port) > 65_535) return `--smpp-port must be 0 to 65535, not ${port}`
  return { dataDir, smppPort: Number(port), control, log, host }
}
