import type { Catalogue } from '../id.ts'

export const parts: Catalogue['parts'] = {
  dock: 'Next step',
  places: 'Main',
  skip: 'Straight to the content',
  close: 'Done',
  number: 'Number',
  stamps: (n) => (n === 1 ? '1 stamp' : `${n} stamps`),
  less: (what) => `Less: ${what}`,
  more: (what) => `More: ${what}`,
  presenceOf: (name) => `Attendance of ${name}`,
  presence: { here: 'Here', late: 'Late', absent: 'Absent' },
  sync: {
    phone: 'this phone',
    server: 'server',
    backup: 'backup',
    whole: { title: 'In the backup', say: 'All records are kept in three places.' },
    unsent: (n) => ({ title: `${n} not sent yet`, say: 'Safe on this phone. They go when there is signal.' }),
    notBackedUp: (since) => ({ title: 'All is on the server', say: since ? `No backup since ${since}.` : 'There is no backup yet.' }),
    old: (n) => ({ title: `${n} meetings not backed up`, say: 'Find signal today.' }),
  },
  keys: {
    title: 'Three keys',
    of: (n, all) => `${n} of ${all}`,
    turned: (at) => `in at ${at}`,
    awaited: 'awaited',
  },
  receipt: {
    kept: { phone: 'On this phone, not sent yet', server: 'On the server, not yet in the backup', backup: 'In the backup' },
    code: (code) => `Receipt code ${code}`,
    share: 'Share the receipt',
  },
  step: { done: 'done', now: 'now', later: 'to come' },
  ageing: { days: 'Days', part: 'Part', sum: 'Principal left' },
  theme: { title: 'Screen colours', system: 'As the phone', light: 'Light', dark: 'Dark' },
  noVoice: { title: 'This phone has no such voice', say: 'Ask a friend to read this:' },
}
