import { Frame } from './frame.tsx'
import { mount } from './mount.tsx'

void mount(<Frame title="Bagian dan keadaan">{null}</Frame>)
