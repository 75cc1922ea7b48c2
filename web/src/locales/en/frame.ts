import type { Catalogue } from '../id.ts'

export const frame: Catalogue['frame'] = {
  app: 'Lumbung',
  back: 'Back',
  listen: 'Listen',
  help: 'Help',
  language: 'Bahasa Indonesia',
  opening: (what) => `Opening ${what}`,
  again: 'Try again',
  seen: (when, down) => `${down ? 'The server does not answer' : 'No network'}. This is as of ${when}.`,
  after: (n) => (n === 1 ? 'There is 1 entry since.' : `There are ${n} entries since.`),
  noAddress: 'There is no such address',
  notYours: 'This part is for officers only.',
  notHere: { title: 'There is no such page', say: 'The address may be mistyped.', go: 'To the first page' },
}
