import {
  createTheme,
  defaultCssVariablesResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core'

const brand: MantineColorsTuple = [
  '#e9f7f9',
  '#d3edf1',
  '#a8dae2',
  '#77c4d0',
  '#4cafbf',
  '#2c9aac',
  '#16879a',
  '#0c7083',
  '#0c6577',
  '#064a58',
]
const green: MantineColorsTuple = [
  '#e8f8ee',
  '#d3f0de',
  '#a8e0bd',
  '#78cf98',
  '#4fbf78',
  '#33ad61',
  '#1f9550',
  '#187a41',
  '#146a38',
  '#0d4f29',
]
const red: MantineColorsTuple = [
  '#fff0f0',
  '#ffe0e0',
  '#ffc0c0',
  '#ff9999',
  '#ff7575',
  '#f25555',
  '#dd3c3c',
  '#c62a2a',
  '#b02020',
  '#8a1616',
]
const orange: MantineColorsTuple = [
  '#fff4e5',
  '#ffe9cc',
  '#ffd29b',
  '#ffb964',
  '#ffa337',
  '#f28c1a',
  '#d1720a',
  '#a85806',
  '#8f4a05',
  '#6f3904',
]

/** From the lightest text to the deepest ground, a little towards the brand's blue. */
const dark: MantineColorsTuple = [
  '#d9dfe4',
  '#b8c2ca',
  '#a3afb9',
  '#7d8993',
  '#4a555f',
  '#39434c',
  '#262d33',
  '#1c2126',
  '#15191d',
  '#0f1215',
]

/** Shades are chosen so that every text on every ground reaches a contrast of 4.5 : 1 in both schemes. */
export const theme = createTheme({
  colors: { brand, green, red, orange, dark },
  primaryColor: 'brand',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans JP", "Hiragino Sans", "Yu Gothic UI", Meiryo, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.05rem', lineHeight: '1.4' },
      h3: { fontSize: '0.95rem', lineHeight: '1.4' },
    },
  },
  components: {
    Card: { defaultProps: { withBorder: true, radius: 'lg', padding: 'lg' } },
    Tooltip: {
      defaultProps: {
        withArrow: true,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    },
    // Their heads are <header>s, and a page has one banner only.
    Modal: {
      defaultProps: {
        radius: 'lg',
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        attributes: { header: { role: 'presentation' } },
      },
    },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
    // Colour alone does not tell a link within a text.
    Anchor: { defaultProps: { underline: 'always' } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none' } },
    Alert: { defaultProps: { radius: 'md' } },
  },
})

export const cssVariables: CSSVariablesResolver = (given) => {
  const base = defaultCssVariablesResolver(given)
  return {
    variables: base.variables,
    light: {
      ...base.light,
      '--mantine-color-body': '#f7f9fa',
      '--mantine-color-dimmed': '#56616b',
      '--mantine-color-placeholder': '#66717b',
      '--mantine-color-error': 'var(--mantine-color-red-8)',
      '--mantine-color-default-border': '#cfd6dc',
      '--trunkline-surface': '#ffffff',
      '--trunkline-line': '#e1e6ea',
    },
    dark: {
      ...base.dark,
      '--mantine-color-body': '#15191d',
      '--mantine-color-text': '#d9dfe4',
      '--mantine-color-dimmed': '#a3afb9',
      '--mantine-color-placeholder': '#919da7',
      '--mantine-color-error': 'var(--mantine-color-red-4)',
      '--mantine-color-default': '#1f252a',
      '--mantine-color-default-hover': '#283037',
      '--mantine-color-default-border': '#3c464f',
      // The library's own tinted grounds are as loud as alarms on a dark page.
      '--mantine-color-brand-light': '#12343c',
      '--mantine-color-green-light': '#16331f',
      '--mantine-color-red-light': '#3d1f20',
      '--mantine-color-orange-light': '#3a2812',
      '--mantine-color-blue-light': '#16304a',
      '--mantine-color-gray-light': '#2b333a',
      '--trunkline-surface': '#1c2126',
      '--trunkline-line': '#2e363d',
    },
  }
}
