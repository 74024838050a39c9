import { createServer } from 'node:net'
import type { Config } from '../core/config.ts'
import { codeOf, StartRefused } from '../core/start-refused.ts'

/** Finds out before anything is started that a port cannot be had. @throws StartRefused */
export async function refuseTakenPorts({ http, smpp }: Config): Promise<void> {
  await refuseTakenPort('PORT', http.host, http.port)
  await refuseTakenPort('SMPP_PORT', http.host, smpp.port)
  await refuseTakenPort('SMPP_TLS_PORT', http.host, smpp.tlsPort)
}

async function refuseTakenPort(setting: string, host: string, port: number | null): Promise<void> {
  // 0 asks for a free one, and there is no other to be refused.
  if (port === null || port === 0) return
  const probe = createServer()
  try {
    await new Promise<void>((settle, fail) => {
      probe.once('error', fail)
      probe.listen({ host, port, exclusive: true }, settle)
    })
  } catch (error) {
    throw portRefusal(error, setting, host, port) ?? error
  } finally {
    probe.close()
  }
}

function portRefusal(
  error: unknown,
  setting: string,
  host: string,
  port: number,
): StartRefused | null {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new StartRefused(`Port ${port} on ${host} is taken by another program: stop that one, or set ${setting} to a free port (0 takes any).`) // prettier-ignore
    case 'EACCES':
      return new StartRefused(
        `This user may not listen on port ${port}: set ${setting} to 1024 or above.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartRefused(
        `HOST ${host} is no address of this machine: set HOST to one of its own, or to 127.0.0.1.`,
      )
    default:
      return null
  }
}
