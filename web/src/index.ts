// The page with the three doors needs our look and nothing else.
import './lib/ui/tokens.css'
import './lib/ui/base.css'
