import { chmod, mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A new folder that the database's user may pass through too (as root, that is another one). */
export async function temporaryFolder(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), `trunkline-${name}-`))
  await chmod(folder, 0o711)
  return folder
}
