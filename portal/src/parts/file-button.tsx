import { Button, type ButtonProps } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { actsIn } from '../api/acting.ts'
import { addressOf, apiFile, type ApiFault, type Given, type OperationId } from '../api/call.ts'
import { saveFile } from './save-file.ts'
import { tellFault } from './tell.ts'

/**
 * A link to a file that an operation makes. A link cannot say in which account somebody acts: whoever acts in another one is
 * asked for it in their stead, and the browser keeps what came.
 */
export function FileButton<Id extends OperationId>({
  of: id,
  given,
  name,
  ...looks
}: ButtonProps & { of: Id; given: Given<Id>; name: string }) {
  const saving = useMutation<Blob, ApiFault>({
    mutationFn: () => apiFile(id, given),
    onSuccess: (file) => saveFile(name, file, file.type),
    onError: tellFault,
  })
  if (actsIn() === null) return <Button {...looks} component="a" href={addressOf(id, given)} />
  return <Button {...looks} loading={saving.isPending} onClick={() => saving.mutate()} />
}
