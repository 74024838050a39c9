import { ApiFault } from '../api/call.ts'
import { actsIn } from '../api/acting.ts'

/** Saves what an operation gives that is no JSON. In an account below, a plain link would ask in the wrong one. */
export async function download(path: string, name: string): Promise<void> {
  const account = actsIn()
  const answer = await fetch(path, {
    credentials: 'same-origin',
    headers: account === null ? {} : { 'trunkline-account': account },
  }).catch(() => null)
  if (!answer?.ok)
    throw new ApiFault({ status: answer?.status ?? 0, description: answer?.statusText ?? '' })
  const address = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
