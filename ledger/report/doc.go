// Package report turns books into what people and other programs read:
// journals, tables and statements. A report reads the books; it never posts.
package report
