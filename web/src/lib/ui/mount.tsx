import { render, type JSX } from 'preact'
import { speakAsBefore } from '../i18n.ts'
import { dressAsBefore } from './theme.ts'
import './tokens.css'
import './base.css'

// mount puts a door's app onto its page, in the language and theme of last time.
export async function mount(app: JSX.Element): Promise<void> {
  const root = document.getElementById('app')
  if (!root) throw new Error('The page has no place for the app.')
  dressAsBefore()
  await speakAsBefore()
  render(app, root)
  if (!location.pathname.startsWith('/parts')) await (await import('../update.tsx')).begin()
}
