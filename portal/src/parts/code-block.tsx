import { Group } from '@mantine/core'
import { Copy } from './copy.tsx'

/** Code to take away; scrolls by itself, also with the keyboard. */
export function CodeBlock({
  code,
  label,
  heightMax = 360,
}: {
  code: string
  label: string
  heightMax?: number
}) {
  return (
    <div>
      <Group justify="flex-end" mb={6}>
        <Copy text={code} what={label} wide />
      </Group>
      <pre
        className="code"
        style={{ maxHeight: heightMax }}
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        {code}
      </pre>
    </div>
  )
}
