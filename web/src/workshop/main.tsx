import { Frame } from '../lib/ui/frame.tsx'
import { mount } from '../lib/ui/mount.tsx'
import { Router, type Places } from '../lib/router.tsx'

const places: Places = {}

const nowhere = <Frame title="Lumbung">{null}</Frame>

void mount(<Router door="workshop" places={places} lost={nowhere} waiting={nowhere} broken={nowhere} />)
