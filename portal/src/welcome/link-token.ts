/** Stands for no secret at all: the server says that the link is of no use. */
const NONE = '-'

/**
 * What stands behind # in the address: the secret of a link from a mail. It is never sent to the server as part of an
 * address, so it is in no log; and it is taken out of the address bar, so that no screenshot has it.
 */
let kept: { path: string; token: string } | null = null

export function linkToken(): string {
  const { pathname, hash } = location
  if (hash.length > 1) {
    kept = { path: pathname, token: decodeURIComponent(hash.slice(1)) }
    history.replaceState(history.state, '', pathname)
  }
  return kept?.path === pathname ? kept.token : NONE
}
