// Runs before the first paint, so that a dark page never flashes white. A file of its own: the policy forbids inline scripts.
{
  let wanted = 'auto'
  try {
    wanted = localStorage.getItem('trunkline-colour-scheme') ?? 'auto'
  } catch {
    // Storage may be closed to us; then the system decides.
  }
  const dark =
    wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
}
