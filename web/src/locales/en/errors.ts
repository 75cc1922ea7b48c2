import type { Catalogue } from '../id.ts'

export const errors: Catalogue['errors'] = {
  offline: {
    title: 'No signal',
    say: 'Everything still works. Records are safe on this phone.',
    go: 'Try to connect again',
  },
  down: {
    title: 'The server does not answer yet',
    say: 'Records are safe on this phone. They are sent later.',
    go: 'Try again',
  },
  busy: {
    title: 'The server is busy',
    say: 'Wait a little, then send again.',
    go: 'Send again',
  },
  full: {
    title: 'This phone has no room left',
    say: 'The last record is not kept yet. Delete photos or videos, then save again.',
    go: 'Save again',
  },
  evicted: {
    title: 'What this phone kept was deleted',
    say: 'What the server has comes back. Copy the rest from the paper book.',
    go: 'Fetch from the server',
  },
  closed: {
    title: 'The browser refuses to keep anything',
    say: 'Open Lumbung outside private mode. Then record it again.',
    go: 'Open again',
  },
  old: {
    title: 'This app must be updated',
    say: 'Records are safe on this phone. Update, then send.',
    go: 'Update now',
  },
  tabs: {
    title: 'Lumbung is open in two places',
    say: 'Close the other one. Records stay safe.',
    go: 'Use this one',
  },
  unknown: {
    title: 'Something did not work yet',
    say: 'What was typed is still there. Try again, or call the trainer.',
    go: 'Try again',
  },
}
