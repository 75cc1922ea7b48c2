import type { Catalogue } from '../id.ts'

export const frame: Catalogue['frame'] = {
  app: 'Lumbung',
  doors: { group: 'Group', programme: 'Programme', workshop: 'Workshop' },
  back: 'Back',
  listen: 'Listen',
  help: 'Help',
  language: 'Bahasa Indonesia',
  opening: (what) => `Opening ${what}`,
  notHere: { title: 'There is no such page', say: 'The address may be mistyped.', go: 'To the first page' },
}
