import { pino } from 'pino'
import { clock } from '../core/clock.ts'
import { readArguments, type SimulatorArguments } from './arguments.ts'
import { runSimulator } from './process.ts'

/** Entry of the simulator's process: one line of JSON on stdout when it is ready, one sentence on stderr when it cannot be. */
const given = readArguments(process.argv.slice(2))
if (typeof given === 'string') leave(given)
else {
  try {
    const log = pino(
      { base: { process: 'simulator' } },
      pino.destination({ dest: given.log, mkdir: true, sync: true, mode: 0o600 }),
    )
    process.on('uncaughtExceptionMonitor', (error) =>
      log.fatal({ err: error }, 'the simulator ends'),
    )
    // Whoever started it may be gone; nobody reads these then.
    process.stdout.on('error', () => undefined)
    process.stderr.on('error', () => undefined)
    const ready = await runSimulator(given, log, clock.ms)
    process.stdout.write(`${JSON.stringify(ready)}\n`)
  } catch (error) {
    leave(sentenceOf(error as NodeJS.ErrnoException & { port?: number }, given))
  }
}

function leave(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function sentenceOf(
  error: NodeJS.ErrnoException & { port?: number },
  given: SimulatorArguments,
): string {
  if (error.code === 'EADDRINUSE')
    return error.port === given.smtpPort
      ? `The simulator's SMTP port ${error.port} is taken; choose another with SIMULATOR_SMTP_PORT.`
      : `The simulator's SMPP port ${given.smppPort} is taken; choose another with SIMULATOR_SMPP_PORT.`
  if (error.code === 'EACCES' || error.code === 'EROFS')
    return `The simulator may not write to ${error.path ?? 'its folder'}.`
  return `The simulator cannot start: ${error.message}`
}
