import { bindAs, type Esme } from './esme.ts'
import { caller, runPlatform, type Call, type Running } from './running.ts'

/** An SMPP user as the operations tell it. */
export interface SmppUser {
  id: string
  systemId: string
  password: string
}

/** The whole server, with SMPP users and their systems. */
export interface SmppWorld {
  running: Running
  call: Call
  makeUser(settings?: object, ask?: Call): Promise<SmppUser>
  bind(user: SmppUser, options?: Parameters<typeof bindAs>[2]): Promise<Esme>
  /** What the handset shows, newest first. */
  handsetShows(to: string): Promise<{ text: string; parts: number }[]>
  /** Ends all systems of customers, as after each test. */
  leave(): void
  stop(): Promise<void>
}

export async function startSmppWorld(settings: Record<string, string> = {}): Promise<SmppWorld> {
  const running = await runPlatform(settings)
  const call = caller(() => running.url)
  const open: Esme[] = []
  let counted = 0
  return {
    running,
    call,
    makeUser: async (wanted = {}, ask = call) => {
      const made = await ask<SmppUser>('POST', '/smpp/1/users', {
        systemId: `esme-${++counted}`,
        partsPerSecond: 10_000,
        ...wanted,
      })
      if (made.status !== 201) throw new Error(JSON.stringify(made.body))
      return made.body
    },
    bind: async (user, options) => {
      const esme = await bindAs(running.smppPort, user, options)
      open.push(esme)
      return esme
    },
    handsetShows: async (to) => {
      const { results } = await running.simulator.messages({ number: to })
      return results.map(({ text, partCount: parts }) => ({ text, parts }))
    },
    leave: () => {
      for (const esme of open.splice(0)) esme.session.close()
    },
    stop: () => running.stop(),
  }
}
