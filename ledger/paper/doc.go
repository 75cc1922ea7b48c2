// Package paper turns books into text that other programs and people read, and
// back: plain-text journals in the format of hledger, and CSV for spreadsheets.
// It knows no feature of the house; it imports only the core.
//
// [ReadJournal] reads a whole hledger journal kept in one commodity, checks
// everything hledger checks (balance of every entry, balance assertions) and
// refuses what it cannot carry over exactly, with the number of the line.
// [JournalWriter] writes such a journal; what it wrote, ReadJournal and hledger
// read back with the same days, accounts and amounts. [CSV] writes rows that no
// spreadsheet takes for formulas.
package paper
