import { defineConfig } from '@playwright/test'
import base from './playwright.config.ts'

// Pictures of every page, to be looked at: npm run shots.
export default defineConfig({ ...base, testMatch: '*.shots.ts', projects: [{ name: 'sqlite', use: { database: 'sqlite' } as object }] })
