// programOf is what a browser calls itself, short enough to be recognised.
export function programOf(agent: string, unknown: string, onPhone: (what: string) => string): string {
  const known: [RegExp, string][] = [
    [/SamsungBrowser/, 'Samsung Internet'],
    [/EdgA?\//, 'Edge'],
    [/OPR\/|OPT\//, 'Opera'],
    [/UCBrowser/, 'UC Browser'],
    [/Firefox|FxiOS/, 'Firefox'],
    [/Chrome|CriOS/, 'Chrome'],
    [/Safari/, 'Safari'],
    [/^curl/, 'curl'],
  ]
  const name = known.find(([pattern]) => pattern.test(agent))?.[1] ?? unknown
  return /Android|iPhone|Mobile/.test(agent) ? onPhone(name) : name
}
