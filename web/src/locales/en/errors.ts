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
  },
  busy: {
    title: 'The server is busy',
    say: 'Wait a little, then send again.',
  },
  strange: {
    title: 'This network answers by itself',
    say: 'It may want you to sign in. Records are safe here.',
  },
  full: {
    title: 'This phone has no room left',
    say: 'The last record is not kept yet. Delete photos or videos, then save again.',
  },
  closed: {
    title: 'The browser refuses to keep anything',
    say: 'Open Lumbung outside private mode. Then record it again.',
  },
  old: {
    title: 'This app must be updated',
    say: 'Records are safe on this phone. Update, then send.',
    go: 'Update now',
  },
  unknown: {
    title: 'Something did not work yet',
    say: 'What was typed is still there. Try again, or call the trainer.',
  },
  needsServer: {
    offline: 'The server cannot be reached. Try again with a signal.',
    down: 'The server does not answer. Wait a little, then try again.',
    strange: 'What answered is not Lumbung. Check this network.',
  },
}
