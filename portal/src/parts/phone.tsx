import type { ReactNode } from 'react'

/** A handset with its screen; bubbles are its children. */
export function Phone({
  title,
  note,
  children,
  footer,
  label,
}: {
  title: string
  note?: ReactNode
  children: ReactNode
  footer?: ReactNode
  label: string
}) {
  return (
    <div className="phone" role="region" aria-label={label}>
      <div className="phone-top">
        <div className="one-line">{title}</div>
        {note}
      </div>
      {children}
      {footer}
    </div>
  )
}
