import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { components } from '../lib/api/schema.d.ts'
import { cell } from '../lib/cell.ts'
import { recall, retain } from '../lib/memory.ts'
import type { Review } from './progress.ts'

// What lessons keep on the phone: practice alone, in a store of its own. Nothing of it
// is ever sent anywhere.

export type Listed = components['schemas']['LessonOut']
export type Lesson = components['schemas']['Lesson']
export type Sheet = components['schemas']['SheetOut']

// Learner is one who learns on this phone: her class and her number in it.
export type Learner = { class: string; number: number; name: string }

// Pack is a lesson with the sheets of one learner.
export type Pack = { seed: string; lesson: Lesson; sheets: Sheet[] }

// Typed is what she has answered so far of the exercise before her.
export type Typed = {
  boxes: string[]
  lines: { code: string; amount: string }[]
  number: string
  cells: string[]
  choice: number
  line: number
}

// Progress is how far a learner is in a lesson. scores are those of the sheet she is
// at, place is the exercise before her, attempt which of her sheets it is.
export type Progress = {
  learner: string
  lesson: number
  level: number
  attempt: number
  place: number
  scores: number[]
  tries: number // answers given to the exercise before her
  typed: Typed | null
  done: boolean // the last level is reached and passed
}

interface Shape extends DBSchema {
  list: { key: string; value: Listed[] }
  packs: { key: string; value: Pack; indexes: { lesson: number } }
  progress: { key: [string, number]; value: Progress; indexes: { learner: string } }
  reviews: { key: [string, string]; value: Review & { learner: string }; indexes: { learner: string } }
  learners: { key: string; value: Learner & { id: string } }
}

let opened: Promise<IDBPDatabase<Shape>> | null = null

function open(): Promise<IDBPDatabase<Shape>> {
  opened ??= openDB<Shape>('lumbung-lessons', 1, {
    upgrade(db) {
      db.createObjectStore('list')
      db.createObjectStore('packs', { keyPath: 'seed' }).createIndex('lesson', 'lesson.number')
      db.createObjectStore('progress', { keyPath: ['learner', 'lesson'] }).createIndex('learner', 'learner')
      db.createObjectStore('reviews', { keyPath: ['learner', 'code'] }).createIndex('learner', 'learner')
      db.createObjectStore('learners', { keyPath: 'id' })
    },
    blocking(_now, _next, e) {
      if (e.target instanceof IDBDatabase) e.target.close()
      opened = null
    },
    terminated() {
      opened = null
    },
  }).catch((e: unknown) => {
    opened = null
    throw e
  })
  return opened
}

// shut closes the store, for tests.
export async function shut(): Promise<void> {
  const db = opened
  opened = null
  ;(await db)?.close()
}

// A browser that keeps nothing still teaches: she begins anew each time.
async function read<T>(ask: (db: IDBPDatabase<Shape>) => Promise<T>, otherwise: T): Promise<T> {
  return open().then(ask).catch(() => otherwise)
}

async function write(put: (db: IDBPDatabase<Shape>) => Promise<unknown>): Promise<void> {
  await open().then(put).catch(() => undefined)
}

// idOf is what a learner's things are kept under: the class and the number, which are
// what her sheets are drawn from.
export const idOf = (l: Learner): string => `${l.class}-${l.number}`

// seedOf is what a learner's sheets of a lesson are drawn from; on paper too.
export const seedOf = (l: Learner, lesson: number): string => `${l.class}-${lesson}-${l.number}`

// classCode is a class's code as a seed may hold it.
export const classCode = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 20)

// Who has not said who she is learns as the first of a class that is nobody's.
export const guest: Learner = { class: 'LATIHAN', number: 1, name: '' }

const whoKey = 'lumbung.learner'

function whoWas(): Learner | null {
  const [group, number] = (recall(whoKey) ?? '').split('-')
  const n = parseInt(number ?? '', 10)
  return group && classCode(group) === group && n > 0 ? { class: group, number: n, name: '' } : null
}

// learner is who learns now, null while nobody has said so.
export const learner = cell<Learner | null>(whoWas())

// showsScore says that a trainer wants to see scores and codes on this phone.
const scoreKey = 'lumbung.scores'
export const showsScore = cell(recall(scoreKey) === 'yes')
export function showScore(on: boolean): void {
  retain(scoreKey, on ? 'yes' : null)
  showsScore.set(on)
}

// be is that from now on she learns on this phone.
export async function be(l: Learner): Promise<void> {
  retain(whoKey, idOf(l))
  learner.set(l)
  await write((db) => db.put('learners', { ...l, id: idOf(l) }))
}

export const learners = (): Promise<Learner[]> => read((db) => db.getAll('learners'), [])

export const list = (): Promise<Listed[] | undefined> => read((db) => db.get('list', 'all'), undefined)
export const keepList = (all: Listed[]): Promise<void> => write((db) => db.put('list', all, 'all'))

// packOf is a learner's pack, or anybody's of that lesson when hers is not here.
export const packOf = (l: Learner, lesson: number): Promise<Pack | undefined> => read((db) => db.get('packs', seedOf(l, lesson)), undefined)
export const anyPack = (lesson: number): Promise<Pack | undefined> => read((db) => db.getFromIndex('packs', 'lesson', lesson), undefined)
export const keepPack = (p: Pack): Promise<void> => write((db) => db.put('packs', p))
export const packs = (): Promise<Pack[]> => read((db) => db.getAll('packs'), [])

export const progressOf = (l: Learner, lesson: number): Promise<Progress | undefined> =>
  read((db) => db.get('progress', [idOf(l), lesson]), undefined)
export const allProgress = (l: Learner): Promise<Progress[]> => read((db) => db.getAllFromIndex('progress', 'learner', idOf(l)), [])
export const keepProgress = (p: Progress): Promise<void> => write((db) => db.put('progress', p))

export const reviewsOf = (l: Learner): Promise<Review[]> => read((db) => db.getAllFromIndex('reviews', 'learner', idOf(l)), [])
export const keepReview = (l: Learner, r: Review): Promise<void> => write((db) => db.put('reviews', { ...r, learner: idOf(l) }))

// begun is a learner's progress before she has done anything.
export const begun = (l: Learner, lesson: number): Progress => ({
  learner: idOf(l),
  lesson,
  level: 0,
  attempt: 1,
  place: 0,
  scores: [],
  tries: 0,
  typed: null,
  done: false,
})
