import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useCell } from '../cell.ts'
import { language, speak, useWords } from '../i18n.ts'
import { usePlace } from '../router.tsx'
import { Desk } from './desk.tsx'
import { Frame, type FrameProps } from './frame.tsx'
import { Help } from './help.tsx'
import { Listen } from './listen.tsx'
import { mount } from './mount.tsx'
import { Asked } from './parts/asked.tsx'
import { Box, Seal } from './parts/box.tsx'
import { Figures, List, Signs, Work } from './parts/desk-work.tsx'
import { Meeting, Sums } from './parts/meeting.tsx'
import { Buttons, States } from './parts/states.tsx'
import { useSample } from './parts/words.ts'
import type { Place } from './tabs.tsx'
import { Tabs } from './tabs.tsx'
import { dress, isTheme, theme } from './theme.ts'

// The living page: every part in every state. Its address says how it is shown:
// /parts?language=en&theme=dark&frame=phone&practice=1.
const asked = new URLSearchParams(location.search)

// The desk begins where its styles do.
const wide = matchMedia('(min-width: 56.25em)')

function useWide(): boolean {
  const [is, set] = useState(wide.matches)
  useEffect(() => {
    const heard = (): void => set(wide.matches)
    wide.addEventListener('change', heard)
    return () => wide.removeEventListener('change', heard)
  }, [])
  const frame = asked.get('frame')
  return frame ? frame === 'desk' : is
}

function Parts(): JSX.Element {
  const s = useSample()
  const shown = useCell(theme)
  const place = usePlace()
  const desk = useWide()
  useWords()

  // The address follows the switches, so that it can be passed on.
  useEffect(() => {
    asked.set('language', language())
    asked.set('theme', shown)
    history.replaceState(null, '', `${location.pathname}?${asked.toString()}${location.hash}`)
  }, [s, shown])
  useEffect(() => {
    const heading = document.getElementById(place.split('#')[1] ?? '')
    heading?.scrollIntoView()
    heading?.focus({ preventScroll: true })
  }, [place])

  const frame: FrameProps = {
    title: s.title,
    where: asked.get('practice') ? s.practice : s.where,
    back: '#states',
    practice: asked.get('practice') !== null,
    actions: (
      <>
        <Listen text={s.read} />
        <Help>
          <p>{s.help}</p>
        </Help>
      </>
    ),
    children: (
      <>
        <States />
        <Buttons />
        <Box />
        <Meeting />
        <Sums />
        <Seal />
        <Asked />
        <List />
        <Work />
        <Figures />
        <Signs />
      </>
    ),
  }
  const places: Place[] = [
    { to: '#states', icon: 'awas', label: s.sections.states, current: true },
    { to: '#box', icon: 'kotak', label: s.sections.box },
    { to: '#meeting', icon: 'kumpul', label: s.sections.meeting },
    { to: '#seal', icon: 'kunci', label: s.sections.seal },
    { to: '#asked', icon: 'orang', label: s.sections.asked },
    { to: '#list', icon: 'buku', label: s.sections.list },
    { to: '#work-desk', icon: 'tugas', label: s.sections.work },
    { to: '#figures', icon: 'uang', label: s.sections.figures },
    { to: '#signs', icon: 'arisan', label: s.sections.signs },
  ]
  const tabs: Place[] = [
    { to: '#states', icon: 'lumbung', label: s.tabs.group, current: true },
    { to: '#meeting', icon: 'orang', label: s.tabs.members },
    { to: '#list', icon: 'buku', label: s.tabs.book },
    { to: '#work-desk', icon: 'tugas', label: s.tabs.tasks },
  ]
  return desk ? <Desk {...frame} places={places} /> : <Frame {...frame} tabs={<Tabs places={tabs} />} />
}

async function open(): Promise<void> {
  const tongue = asked.get('language')
  if (tongue === 'id' || tongue === 'en') await speak(tongue)
  await mount(<Parts />)
  const dressed = asked.get('theme')
  if (isTheme(dressed)) dress(dressed)
}

void open()
