import type { Catalogue } from '../id.ts'

export const frame: Catalogue['frame'] = {
  app: 'Lumbung',
  back: 'Back',
  listen: 'Listen',
  help: 'Help',
  language: 'Bahasa Indonesia',
  opening: (what) => `Opening ${what}`,
  again: 'Try again',
  seen: (when) => `No network. This is as of ${when}.`,
  notHere: { title: 'There is no such page', say: 'The address may be mistyped.', go: 'To the first page' },
}
