/** Nothing runs and nothing is loaded; styles of the mail and pictures inside it are all that it may have. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/**
 * A mail's HTML in a frame of its own, without scripts and without our origin. Links open in a new window, which is an
 * ordinary one again: else the page behind them would be as helpless as the mail.
 */
export function MailBody({ html, title }: { html: string; title: string }) {
  const head = `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank">`
  return (
    <iframe
      title={title}
      srcDoc={head + html}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      style={{
        width: '100%',
        height: '60vh',
        border: '1px solid var(--trunkline-line)',
        borderRadius: 8,
        background: '#ffffff',
        colorScheme: 'light',
      }}
    />
  )
}
