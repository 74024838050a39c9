/** As much of a browser as it takes: cookies by host, redirects one by one. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>()

  cookie(url: string, name: string): string | undefined {
    return this.#cookies.get(new URL(url).host)?.get(name)
  }
  async get(address: string): Promise<{ status: number; location: string | null }> {
    const host = new URL(address).host
    const jar = this.#cookies.get(host) ?? new Map<string, string>()
    this.#cookies.set(host, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      if (value.join('=') === '') jar.delete(name)
      else jar.set(name, value.join('='))
    }
    const location = answer.headers.get('location')
    return {
      status: answer.status,
      location: location && new URL(location, address).href,
    }
  }
  /** Follows redirects until one leads to the portal, or to what `stop` wants. */
  async follow(address: string, stop: (address: string) => boolean = isPortal): Promise<string> {
    let at = address
    for (let n = 0; n < 12; n++) {
      const { location, status } = await this.get(at)
      if (location === null) throw new Error(`${at} was answered ${status} and leads nowhere`)
      if (stop(location)) return location
      at = location
    }
    throw new Error('the way has no end')
  }
}

const isPortal = (address: string) => new URL(address).pathname.startsWith('/portal')
